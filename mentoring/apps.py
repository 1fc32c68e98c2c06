"""Mentoring: rounds that match mentors and mentees, proposals, pairs and their meetings."""

from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "mentoring"
