"""Getting ready, fellows, advisers."""

from django.urls import URLPattern, path

from fellowship.views import advising, fellow_changes, fellows, getting_ready

urlpatterns: list[URLPattern] = [
    path("me/fellowship/", fellows.my_fellowship, name="my_fellowship"),
    path("me/fellowship/<uuid:uuid>/", fellows.my_fellowship, name="my_fellowship_of"),
    path("staff/cohorts/<uuid:uuid>/fellows/", fellows.fellow_list, name="fellow_list"),
    path("me/getting-ready/<uuid:uuid>/", getting_ready.get_ready, name="get_ready"),
    path("staff/cohorts/<uuid:uuid>/getting-ready/", getting_ready.onboarding_list, name="onboarding_list"),
    path("staff/cohorts/<uuid:uuid>/enrol/", getting_ready.enrol_people, name="enrol"),
    path("staff/getting-ready/<uuid:uuid>/", getting_ready.onboarding_detail, name="onboarding"),
    path("staff/fellows/<uuid:uuid>/", fellows.fellow_detail, name="fellow"),
    path("staff/fellows/<uuid:uuid>/edit/", fellow_changes.fellow_edit, name="fellow_edit"),
    path("staff/fellows/<uuid:uuid>/leave/", fellow_changes.fellow_leave, name="fellow_leave"),
    path("staff/fellows/<uuid:uuid>/to/<slug:to>/", fellow_changes.fellow_move, name="fellow_move"),
    path("staff/cohorts/<uuid:uuid>/advisers/", fellow_changes.advisers, name="advisers"),
    path("staff/cohorts/<uuid:uuid>/complete/", fellow_changes.fellows_complete, name="fellows_complete"),
    path("staff/cohorts/<uuid:uuid>/support-checks/", fellow_changes.support_check_list, name="support_check_list"),
    path("staff/cohorts/<uuid:uuid>/support-checks/ask/", fellow_changes.support_check_ask, name="support_check_ask"),
    path("advising/", advising.my_fellows, name="my_fellows"),
    path("staff/cohorts/<uuid:uuid>/conversations/", advising.deep_dive_list, name="deep_dive_list"),
    path("staff/conversations/<uuid:uuid>/", advising.deep_dive, name="deep_dive"),
]
