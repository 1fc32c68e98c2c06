"""The cache where there is Redis, and while Redis does not answer, the table that installations without it use.

Limits on tries at signing in count here: a Redis that is dead or hangs must neither keep people from signing in nor
lift the limits. Counts begin anew on each change from one to the other.
"""

import time
from collections.abc import Callable
from typing import Any, ClassVar

import redis
import structlog
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.redis import RedisCache

log = structlog.get_logger(__name__)
# A request waits for a Redis that hangs once, this long, and the requests of its process after it not at all.
SECONDS_TO_ANSWER = 0.3
SECONDS_OF_QUIET = 10


def _asked(name: str) -> Callable[..., Any]:
    def method(self: "RedisElseTable", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= RedisElseTable.quiet_until:
            try:
                return getattr(self.redis, name)(*args, **kwargs)
            except redis.RedisError as problem:
                RedisElseTable.quiet_until = time.monotonic() + SECONDS_OF_QUIET
                log.warning("cache_without_redis", problem=type(problem).__name__)
        return getattr(caches["table"], name)(*args, **kwargs)

    return method


class RedisElseTable(BaseCache):
    """Redis at ``LOCATION``, else the cache called "table"."""

    quiet_until: ClassVar[float] = 0  # by time.monotonic(), for the whole process

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        limits = {"socket_connect_timeout": SECONDS_TO_ANSWER, "socket_timeout": SECONDS_TO_ANSWER}
        self.redis = RedisCache(location, {**params, "OPTIONS": limits})

    # What BaseCache builds everything else from.
    add = _asked("add")
    clear = _asked("clear")
    delete = _asked("delete")
    delete_many = _asked("delete_many")
    get = _asked("get")
    get_many = _asked("get_many")
    has_key = _asked("has_key")
    incr = _asked("incr")
    set = _asked("set")
    set_many = _asked("set_many")
    touch = _asked("touch")
