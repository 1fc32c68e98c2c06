"""Questionnaires and what they show."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
