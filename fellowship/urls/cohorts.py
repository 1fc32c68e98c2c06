"""Cohorts and calls, for those who run them."""

from django.urls import URLPattern, path

from fellowship.views import calls, cohorts

urlpatterns: list[URLPattern] = [
    path("staff/cohorts/", cohorts.cohort_list, name="cohort_list"),
    path("staff/cohorts/add/", cohorts.cohort_add, name="cohort_add"),
    path("staff/cohorts/<uuid:uuid>/", cohorts.cohort_detail, name="cohort"),
    path("staff/cohorts/<uuid:uuid>/edit/", cohorts.cohort_edit, name="cohort_edit"),
    path("staff/cohorts/<uuid:uuid>/copy/", cohorts.cohort_copy, name="cohort_copy"),
    path("staff/cohorts/<uuid:uuid>/move/", cohorts.cohort_move, name="cohort_move"),
    path("staff/cohorts/<uuid:uuid>/days/<int:pk>/remove/", cohorts.day_remove, name="day_remove"),
    path("staff/cohorts/<uuid:uuid>/call/", calls.call_detail, name="call"),
    path("staff/cohorts/<uuid:uuid>/call/edit/", calls.call_edit, name="call_edit"),
    path("staff/cohorts/<uuid:uuid>/call/preview/", calls.call_preview, name="call_preview"),
    path("staff/cohorts/<uuid:uuid>/call/publish/", calls.call_publish, name="call_publish"),
    path("staff/cohorts/<uuid:uuid>/call/time/", calls.call_time, name="call_time"),
    path("staff/cohorts/<uuid:uuid>/call/sections/<int:pk>/", calls.section_edit, name="section_edit"),
    path("staff/cohorts/<uuid:uuid>/call/sections/<int:pk>/up/", calls.section_up, name="section_up"),
    path("staff/cohorts/<uuid:uuid>/call/sections/<int:pk>/delete/", calls.section_delete, name="section_delete"),
    path("staff/cohorts/<uuid:uuid>/call/sections/<int:pk>/add/", calls.question_add, name="question_add"),
    path("staff/cohorts/<uuid:uuid>/call/questions/<uuid:question>/", calls.question_edit, name="question_edit"),
    path("staff/cohorts/<uuid:uuid>/call/questions/<uuid:question>/up/", calls.question_up, name="question_up"),
    path(
        "staff/cohorts/<uuid:uuid>/call/questions/<uuid:question>/delete/",
        calls.question_delete,
        name="question_delete",
    ),
]
