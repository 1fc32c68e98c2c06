"""Health for those who run the portal: is the process there, and can it do its work?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import redis
import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications.heartbeat import beat_age, outbox_age

log = structlog.get_logger(__name__)
# Both move every minute; a mail server may be away for a moment.
LATE = timedelta(minutes=5)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers: restart it when it does not."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 if everything that pages need answers, else 503: send people elsewhere. JSON, "ok" or "failed" by part.

    The outbox and the clock are "late" when mail or scheduled work has stopped, with their age in seconds (null: never
    yet). That is for whoever watches, and no reason to send people elsewhere: pages answer all the same.
    """
    parts: dict[str, Callable[[], object]] = {"database": ask_database}
    if settings.REDIS_URL:
        parts["broker"] = ask_broker
    answers: dict[str, object] = {name: "ok" if works(name, ask) else "failed" for name, ask in parts.items()}
    failed = "failed" in answers.values()
    if answers["database"] == "ok":
        answers |= background_work(now=timezone.now())
    return JsonResponse(answers, status=503 if failed else 200)


def background_work(*, now: datetime) -> dict[str, object]:
    """How old the oldest message that should have left is, and how long ago the clock last ticked."""
    ages = {"outbox": outbox_age(now=now), "beat": beat_age(now=now)}
    answers: dict[str, object] = {}
    for name, age in ages.items():
        answers[name] = "ok" if age is not None and age <= LATE else "late"
        answers[f"{name}_age_seconds"] = None if age is None else round(age.total_seconds())
    return answers


def works(name: str, ask: Callable[[], object]) -> bool:
    """Whether it answers; why not stays in the log, since anybody may read the page."""
    try:
        ask()
    except (DatabaseError, redis.RedisError) as problem:
        log.warning("not_ready", part=name, problem=str(problem))
        return False
    return True


def ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def ask_broker() -> None:
    # A broker that hangs must not hang the question.
    with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as broker:
        broker.ping()
