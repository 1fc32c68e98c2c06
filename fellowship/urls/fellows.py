"""Getting ready, fellows, advisers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
