"""The portal's settings for a worker that gets stuck: see the app."""

from portal.settings import *  # noqa: F403
from portal.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.mentoring.stuck"]
