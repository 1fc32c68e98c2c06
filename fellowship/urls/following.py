"""Early warning, dashboards, reports."""

from django.urls import URLPattern, path

from fellowship.views import following, reporting

urlpatterns: list[URLPattern] = [
    path("staff/cohorts/<uuid:uuid>/warnings/", following.warning_list, name="warning_list"),
    path("staff/warnings/<uuid:uuid>/", following.flag, name="flag"),
    path("staff/warnings/<uuid:uuid>/see/", following.flag_see, name="flag_see"),
    path("staff/programmes/<slug:slug>/warnings/", following.warning_rules, name="warning_rules"),
    path("staff/cohorts/numbers/", reporting.cohorts_dashboard, name="cohorts_dashboard"),
    path("staff/cohorts/<uuid:uuid>/numbers/", reporting.cohort_dashboard, name="cohort_dashboard"),
    path("staff/cohorts/<uuid:uuid>/report/", reporting.funder_report, name="funder_report"),
    path("staff/cohorts/<uuid:uuid>/report/eligible/", reporting.eligible_staff, name="eligible_staff"),
    path("me/fellowship/<uuid:uuid>/help/", following.help_ask, name="help_ask"),
]
