"""Applying, for those who apply and their sponsors."""

from django.urls import URLPattern, path

from fellowship.views import applying

urlpatterns: list[URLPattern] = [
    path("support/<str:token>/", applying.support_answer, name="support"),
    path("me/applications/", applying.my_applications, name="my_applications"),
    path("me/applications/<uuid:uuid>/", applying.application_detail, name="application"),
    path("me/applications/<uuid:uuid>/you/", applying.about_you, name="about_you"),
    path("me/applications/<uuid:uuid>/sections/<int:pk>/", applying.section_answer, name="section_answer"),
    path("me/applications/<uuid:uuid>/equality/", applying.equality, name="equality"),
    path("me/applications/<uuid:uuid>/support/", applying.sponsor, name="sponsor"),
    path("me/applications/<uuid:uuid>/hand-in/", applying.hand_in, name="hand_in"),
    path("me/applications/<uuid:uuid>/<slug:to>/", applying.application_move, name="application_move"),
]
