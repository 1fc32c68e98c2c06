"""Registers the composition root, so that its commands and pages are found."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
