"""Getting ready, fellows, advisers."""

from django.urls import URLPattern, path

from fellowship.views import fellows, getting_ready

urlpatterns: list[URLPattern] = [
    path("me/fellowship/", fellows.my_fellowship, name="my_fellowship"),
    path("me/fellowship/<uuid:uuid>/", fellows.my_fellowship, name="my_fellowship_of"),
    path("staff/cohorts/<uuid:uuid>/fellows/", fellows.fellow_list, name="fellow_list"),
    path("me/getting-ready/<uuid:uuid>/", getting_ready.get_ready, name="get_ready"),
    path("staff/cohorts/<uuid:uuid>/getting-ready/", getting_ready.onboarding_list, name="onboarding_list"),
    path("staff/cohorts/<uuid:uuid>/enrol/", getting_ready.enrol_people, name="enrol"),
    path("staff/getting-ready/<uuid:uuid>/", getting_ready.onboarding_detail, name="onboarding"),
    path("staff/fellows/<uuid:uuid>/", fellows.fellow_detail, name="fellow"),
]
