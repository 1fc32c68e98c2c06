"""Addresses of mentoring: pairs, their meetings, single conversations, concerns."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
