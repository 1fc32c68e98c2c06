"""The portal's settings for real workers under test: a letter for tests, a sweep every second, little to say."""

from portal.settings import *  # noqa: F403
from portal.settings import CELERY_BEAT_SCHEDULE, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.notifications.letterbox"]
CELERY_BEAT_SCHEDULE = {
    name: {**entry, "schedule": 1.0} for name, entry in CELERY_BEAT_SCHEDULE.items() if "sweep" in entry["task"]
}
