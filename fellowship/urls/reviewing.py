"""Reading, scoring and moderating."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
