"""Getting ready, fellows, advisers."""

from django.urls import URLPattern, path

from fellowship.views import fellows

urlpatterns: list[URLPattern] = [
    path("me/fellowship/", fellows.my_fellowship, name="my_fellowship"),
    path("me/fellowship/<uuid:uuid>/", fellows.my_fellowship, name="my_fellowship_of"),
    path("staff/cohorts/<uuid:uuid>/fellows/", fellows.fellow_list, name="fellow_list"),
    path("staff/fellows/<uuid:uuid>/", fellows.fellow_detail, name="fellow"),
]
