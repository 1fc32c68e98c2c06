"""The showcase, and alumni."""

from django.urls import URLPattern, path

from fellowship.views import alumni, showcase

urlpatterns: list[URLPattern] = [
    path("staff/cohorts/<uuid:uuid>/showcase/", showcase.showcase_edit, name="showcase_edit"),
    path("programmes/<slug:slug>/<slug:cohort>/showcase/", showcase.showcase_page, name="showcase"),
    path(
        "programmes/<slug:slug>/<slug:cohort>/showcase/<slug:project>/",
        showcase.showcase_project,
        name="showcase_project",
    ),
    path("alumni/", alumni.alumni_directory, name="alumni_directory"),
    path("me/fellowship/<uuid:uuid>/alumni/", alumni.alumni_entry, name="alumni_entry"),
    path("me/fellowship/<uuid:uuid>/survey/<int:year>/", alumni.alumni_survey, name="alumni_survey"),
    path("staff/cohorts/<uuid:uuid>/alumni/", alumni.alumni_list, name="alumni_list"),
    path("staff/cohorts/<uuid:uuid>/alumni/<slug:what>/", alumni.alumni_ask, name="alumni_ask"),
]
