"""Addresses of the catalogue's pages. All of them are public."""

from django.urls import URLPattern, path

app_name = "careers"

urlpatterns: list[URLPattern] = []
