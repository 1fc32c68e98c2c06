"""Every doorbell has somebody who hears it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings

from notifications import delivery, outbox, tasks
from portal import celery_app

RINGS = ("ring", "send_task")


@pytest.fixture(scope="module")
def registered() -> set[str]:
    celery_app.loader.import_default_modules()
    return set(celery_app.tasks)


def rung(folder: Path) -> Iterator[tuple[str, str]]:
    """Each name that our code rings, with the file that does."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in RINGS:
                    yield str(node.args[0].value), path.name


def test_every_name_that_is_rung_is_registered(root: Path, registered: set[str]) -> None:
    apps = [root / app.split(".")[0] for app in settings.INSTALLED_APPS if (root / app.split(".")[0]).is_dir()]
    found = {pair for app in apps for pair in rung(app)}
    assert {"notifications.deliver_message", "notifications.deliver_batch", "notifications.sweep"} <= {
        name for name, _ in found
    }
    assert {name for name, _ in found} <= registered, found


def test_every_scheduled_and_polled_name_is_registered(registered: set[str]) -> None:
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled | set(settings.POLLED_TASKS) <= registered


def test_every_task_has_a_queue_that_is_served(registered: set[str]) -> None:
    queues = {queue.name for queue in settings.CELERY_TASK_QUEUES}
    ours = {name for name in registered if not name.startswith("celery.")}
    assert {current_app.amqp.router.route({}, name)["queue"].name for name in ours} <= queues


def test_each_task_makes_its_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(delivery, "deliver_due", lambda *, clock, first=None: calls.append(f"deliver {first}"))
    monkeypatch.setattr(delivery, "sweep", lambda *, now: calls.append("sweep"))
    monkeypatch.setattr(outbox, "forget_bodies", lambda *, now: calls.append("forget"))
    tasks.deliver_message(5)
    tasks.deliver_batch()
    tasks.sweep()
    tasks.forget_bodies()
    assert calls == ["deliver 5", "deliver None", "sweep", "forget"]
