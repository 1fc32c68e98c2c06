"""Tests of the queues on a real Redis."""

import pytest
import redis
from django.conf import settings

from portal import celery_app

pytestmark = pytest.mark.skipif(not settings.REDIS_URL, reason="there is no broker")


@pytest.mark.parametrize("queue", ["default", "mail", "matching"])
def test_a_message_lands_in_one_queue_only(queue: str) -> None:
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        broker.flushdb()
        celery_app.send_task("portal.nobody_takes_this", queue=queue)
        lengths = {name: broker.llen(name) for name in ("default", "mail", "matching")}
        broker.flushdb()
    assert lengths == {"default": 0, "mail": 0, "matching": 0} | {queue: 1}


def test_a_message_without_a_queue_lands_in_the_default_one() -> None:
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        broker.flushdb()
        celery_app.send_task("portal.nobody_takes_this")
        assert broker.llen("default") == 1
        broker.flushdb()


def test_only_json_is_spoken() -> None:
    assert celery_app.conf.task_serializer == "json"
    assert celery_app.conf.accept_content == ["json"]
