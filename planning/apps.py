"""Registers planning: what belongs to one person, from where they stand to what they do next."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"
