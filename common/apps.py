"""Registers the shared code, so that its template tags and form renderer are found."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"
