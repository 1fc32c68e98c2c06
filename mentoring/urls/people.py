"""Addresses of mentoring: what mentors offer, what people wish for, the directory."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
