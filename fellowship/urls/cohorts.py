"""Cohorts and calls, for those who run them."""

from django.urls import URLPattern, path

from fellowship.views import calls, cohorts, copying, eligibility, programme_page

urlpatterns: list[URLPattern] = [
    path("staff/programmes/<slug:slug>/page/", programme_page.programme_page, name="programme_page"),
    path("staff/cohorts/", cohorts.cohort_list, name="cohort_list"),
    path("staff/cohorts/add/", cohorts.cohort_add, name="cohort_add"),
    path("staff/cohorts/<uuid:uuid>/", cohorts.cohort_detail, name="cohort"),
    path("staff/cohorts/<uuid:uuid>/edit/", cohorts.cohort_edit, name="cohort_edit"),
    path("staff/cohorts/<uuid:uuid>/copy/", copying.cohort_copy, name="cohort_copy"),
    path("staff/cohorts/<uuid:uuid>/check/", copying.cohort_check, name="cohort_check"),
    path("staff/cohorts/<uuid:uuid>/move/", cohorts.cohort_move, name="cohort_move"),
    path("staff/cohorts/<uuid:uuid>/days/<int:pk>/remove/", cohorts.day_remove, name="day_remove"),
    path("staff/cohorts/<uuid:uuid>/call/", calls.call_detail, name="call"),
    path("staff/cohorts/<uuid:uuid>/call/edit/", calls.call_edit, name="call_edit"),
    path("staff/cohorts/<uuid:uuid>/call/preview/", calls.call_preview, name="call_preview"),
    path("staff/cohorts/<uuid:uuid>/call/versions/", calls.call_versions, name="call_versions"),
    path("staff/cohorts/<uuid:uuid>/call/publish/", calls.call_publish, name="call_publish"),
    path("staff/cohorts/<uuid:uuid>/call/time/", calls.call_time, name="call_time"),
    path("staff/cohorts/<uuid:uuid>/call/numbers/", eligibility.call_numbers, name="call_numbers"),
    path("staff/cohorts/<uuid:uuid>/call/eligibility/", eligibility.eligibility_detail, name="eligibility"),
    path("staff/cohorts/<uuid:uuid>/call/eligibility/try/", eligibility.eligibility_try, name="eligibility_try"),
    path("staff/cohorts/<uuid:uuid>/call/eligibility/add/", eligibility.rule_add, name="rule_add"),
    path("staff/cohorts/<uuid:uuid>/call/eligibility/<int:pk>/", eligibility.rule_edit, name="rule_edit"),
    path("staff/cohorts/<uuid:uuid>/call/eligibility/<int:pk>/up/", eligibility.rule_up, name="rule_up"),
    path("staff/cohorts/<uuid:uuid>/call/eligibility/<int:pk>/remove/", eligibility.rule_remove, name="rule_remove"),
    path(
        "staff/cohorts/<uuid:uuid>/call/eligibility/<int:pk>/signposts/add/",
        eligibility.signpost_add,
        name="signpost_add",
    ),
    path("staff/cohorts/<uuid:uuid>/call/signposts/<int:pk>/", eligibility.signpost_edit, name="signpost_edit"),
    path(
        "staff/cohorts/<uuid:uuid>/call/signposts/<int:pk>/remove/", eligibility.signpost_remove, name="signpost_remove"
    ),
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
