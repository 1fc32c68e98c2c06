"""Addresses of mentoring: what mentors offer, what people wish for, the directory."""

from django.urls import URLPattern, path

from mentoring.views import directory, mentees, people

urlpatterns: list[URLPattern] = [
    path("mentors/", directory.mentor_list, name="mentor_list"),
    path("mentors/<uuid:uuid>/", directory.mentor_detail, name="mentor_detail"),
    path("mentors/<uuid:uuid>/preference/", directory.preference_set, name="preference_set"),
    path("me/mentoring/", people.my_mentoring, name="my_mentoring"),
    path("me/mentor/", people.mentor_profile, name="mentor_profile"),
    path("me/mentor/job/", people.mentor_job, name="mentor_job"),
    path("me/mentor/edit/", people.mentor_edit, name="mentor_edit"),
    path("me/mentor/pause/", people.mentor_pause, name="mentor_pause"),
    path("me/mentor/delete/", people.mentor_delete, name="mentor_delete"),
    path("me/mentee/", mentees.mentee_request, name="mentee_request"),
    path("me/mentee/goal/", mentees.mentee_goal, name="mentee_goal"),
    path("me/mentee/edit/", mentees.mentee_edit, name="mentee_edit"),
    path("me/mentee/delete/", mentees.mentee_delete, name="mentee_delete"),
    path("me/mentee/mentors/", mentees.preference_list, name="preference_list"),
]
