"""Addresses of mentoring: rounds of a programme, for its team."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
