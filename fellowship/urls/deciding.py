"""Shortlists, interviews, decisions, offers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
