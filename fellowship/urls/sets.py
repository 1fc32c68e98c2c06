"""Learning sets: for those who run a cohort, and from within."""

from django.urls import URLPattern, path

from fellowship.views import set_meetings, sets

urlpatterns: list[URLPattern] = [
    path("staff/cohorts/<uuid:uuid>/sets/", sets.set_list, name="set_list"),
    path("staff/cohorts/<uuid:uuid>/sets/progress/", sets.set_progress, name="set_progress"),
    path("staff/cohorts/<uuid:uuid>/sets/tell/", sets.sets_tell, name="sets_tell"),
    path("staff/cohorts/<uuid:uuid>/sets/<int:number>/", sets.set_edit, name="set_edit"),
    path("staff/cohorts/<uuid:uuid>/sets/seats/<uuid:fellow>/", sets.seat_move, name="seat_move"),
    path("staff/cohorts/<uuid:uuid>/sets/seats/<uuid:fellow>/keep/", sets.seat_keep, name="seat_keep"),
    path("sets/", set_meetings.my_sets, name="my_sets"),
    path("sets/<uuid:uuid>/", set_meetings.learning_set, name="learning_set"),
    path("sets/<uuid:uuid>/meetings/add/", set_meetings.set_meeting_add, name="set_meeting_add"),
    path("sets/<uuid:uuid>/meetings/<int:pk>/", set_meetings.set_meeting, name="set_meeting"),
    path("sets/<uuid:uuid>/actions/<int:pk>/", set_meetings.action_change, name="action_change"),
]
