"""The project package and composition root: it may import everyone, no one imports it."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
