"""Health for those who run the portal: is the process there, and can it do its work?"""

from collections.abc import Callable

import redis
import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = structlog.get_logger(__name__)


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
    """200 if everything that pages need answers, else 503: send people elsewhere. JSON, "ok" or "failed" by part."""
    parts: dict[str, Callable[[], object]] = {"database": ask_database}
    if settings.REDIS_URL:
        parts["broker"] = ask_broker
    answers = {name: "ok" if works(name, ask) else "failed" for name, ask in parts.items()}
    return JsonResponse(answers, status=503 if "failed" in answers.values() else 200)


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
