"""What everybody sees of programmes: their pages, the check before applying, signposts."""

from django.urls import URLPattern, path

from fellowship.views import checking, programmes

urlpatterns: list[URLPattern] = [
    path("programmes/", programmes.programme_list, name="programme_list"),
    path("programmes/<slug:slug>/", programmes.programme_detail, name="programme"),
    path("programmes/<slug:slug>/<slug:cohort>/", programmes.call_start, name="call_start"),
    path("programmes/<slug:slug>/<slug:cohort>/check/", checking.call_check, name="call_check"),
    path("programmes/<slug:slug>/<slug:cohort>/code/", programmes.late_code, name="late_code"),
    path("programmes/<slug:slug>/<slug:cohort>/start/", checking.application_start, name="application_start"),
    path("signposts/<int:pk>/", checking.signpost_follow, name="signpost"),
]
