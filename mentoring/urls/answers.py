"""Addresses of mentoring: proposals and their answers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
