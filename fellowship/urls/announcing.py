"""Letters to fellows, and the mentor round of a cohort."""

from django.urls import URLPattern, path

from fellowship.views import announcing, mentor_rounds

urlpatterns: list[URLPattern] = [
    path("staff/cohorts/<uuid:uuid>/announcements/", announcing.announcement_list, name="announcement_list"),
    path("staff/cohorts/<uuid:uuid>/announcements/to/", announcing.announcement_to, name="announcement_to"),
    path("staff/cohorts/<uuid:uuid>/announcements/add/", announcing.announcement_add, name="announcement_add"),
    path("staff/cohorts/<uuid:uuid>/mentors/", mentor_rounds.mentor_round, name="mentor_round"),
]
