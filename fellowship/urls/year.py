"""Curriculum, projects, learning sets, announcements."""

from django.urls import URLPattern, path

from fellowship.views import curriculum, my_year

urlpatterns: list[URLPattern] = [
    path("staff/cohorts/<uuid:uuid>/year/", curriculum.curriculum, name="curriculum"),
    path("staff/cohorts/<uuid:uuid>/year/session/", curriculum.session_add, name="session_add"),
    path("staff/cohorts/<uuid:uuid>/year/all-year/", curriculum.all_year_add, name="all_year_add"),
    path("staff/cohorts/<uuid:uuid>/year/aims/", curriculum.aims_map, name="aims_map"),
    path("staff/cohorts/<uuid:uuid>/year/attendance/", curriculum.attendance, name="attendance"),
    path("staff/activities/<uuid:uuid>/", curriculum.activity_edit, name="activity_edit"),
    path("staff/activities/<uuid:uuid>/publish/", curriculum.activity_publish, name="activity_publish"),
    path("staff/activities/<uuid:uuid>/remove/", curriculum.activity_remove, name="activity_remove"),
    path("staff/fellows/<uuid:uuid>/make-up/", my_year.make_up_add, name="make_up_add"),
    path("make-ups/<uuid:uuid>/", my_year.make_up, name="make_up"),
    path("me/fellowship/<uuid:uuid>/year/", my_year.my_year, name="my_year"),
    path("me/fellowship/<uuid:uuid>/hours/", my_year.my_hours, name="my_hours"),
    path("me/support-checks/<uuid:uuid>/", my_year.support_check, name="support_check"),
    path("support-check/<str:token>/", my_year.support_check_sponsor, name="support_check_sponsor"),
]
