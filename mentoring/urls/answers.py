"""Addresses of mentoring: proposals and their answers."""

from django.urls import URLPattern, path

from mentoring.views import answers

urlpatterns: list[URLPattern] = [
    path("mentoring/proposals/<uuid:uuid>/", answers.proposal, name="proposal"),
]
