"""Curriculum, projects, learning sets, announcements."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
