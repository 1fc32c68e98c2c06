"""Early warning, dashboards, reports, showcase, alumni."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
