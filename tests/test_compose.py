"""Reads docker-compose.yml, since not every machine has Docker to do it."""

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

OURS = {"web", "worker-default", "worker-mail", "worker-matching", "beat", "migrate"}


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    return (root / "docker-compose.yml").read_text()


@pytest.fixture(scope="module")
def services(text: str) -> dict[str, Any]:
    return dict(yaml.safe_load(text)["services"])


def test_it_runs_what_the_architecture_names(services: dict[str, Any]) -> None:
    assert set(services) == OURS | {"postgres", "redis"}
    assert services["postgres"]["image"].startswith("postgres:1")
    assert int(services["postgres"]["image"].split(":")[1].split("-")[0]) >= 16
    assert int(services["redis"]["image"].split(":")[1].split("-")[0]) >= 7


def test_each_queue_has_a_worker_and_no_worker_has_a_queue_that_does_not_exist(services: dict[str, Any]) -> None:
    from django.conf import settings

    served = [
        re.search(r"--queues (\S+)", service["command"])[1]  # type: ignore[index]
        for service in services.values()
        if " worker " in str(service.get("command"))
    ]
    assert sorted(served) == sorted(queue.name for queue in settings.CELERY_TASK_QUEUES)


def test_there_is_exactly_one_clock(services: dict[str, Any]) -> None:
    clocks = [name for name, service in services.items() if re.search(r"\bbeat\b", str(service.get("command")))]
    assert clocks == ["beat"]
    assert services["beat"]["deploy"]["replicas"] == 1
    assert not any("-B" in str(service.get("command")).split() for service in services.values())


def test_before_anything_starts_there_are_tables_and_the_table_for_limits_when_redis_is_away(
    services: dict[str, Any], root: Path
) -> None:
    release = (root / "Procfile").read_text().splitlines()[0]
    for commands in (str(services["migrate"]["command"]), release):
        steps = ("migrate --noinput", "createcachetable", "load_catalogue")
        assert [step for step in steps if f"manage.py {step}" in commands] == list(steps)


def test_everything_that_stays_up_has_a_health_check_and_comes_back(services: dict[str, Any]) -> None:
    for name in set(services) - {"migrate"}:
        assert services[name]["healthcheck"]["test"], name
        assert services[name]["restart"] == "unless-stopped", name


def test_nothing_runs_as_root_or_may_become_it(services: dict[str, Any], root: Path) -> None:
    assert re.search(r"^USER (?!root|0)\w+", (root / "Dockerfile").read_text(), re.MULTILINE)
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert name in OURS or service["user"] in {"postgres", "redis"}


def test_everything_has_limits(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert {"cpus", "memory", "pids"} <= set(service["deploy"]["resources"]["limits"]), name


def test_data_outlives_the_containers(services: dict[str, Any], text: str) -> None:
    volumes = yaml.safe_load(text)["volumes"]
    for name in ("postgres", "redis"):
        assert [mount.split(":")[0] for mount in services[name]["volumes"]] == [name]
        assert name in volumes


def test_only_the_web_is_reached_from_outside(services: dict[str, Any], text: str) -> None:
    assert [name for name, service in services.items() if service.get("ports")] == ["web"]
    assert yaml.safe_load(text)["networks"]["inside"] == {"internal": True}
    assert services["postgres"]["networks"] == services["redis"]["networks"] == ["inside"]


def test_no_secret_is_in_the_file_and_none_may_be_forgotten(services: dict[str, Any], text: str) -> None:
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "ALLOWED_HOSTS", "SITE_URL"):
        assert f"${{{name}:?" in text, name
    for service in services.values():
        for variable, value in service.get("environment", {}).items():
            if re.search("KEY|PASSWORD|TOKEN|SECRET", variable):
                assert str(value).startswith("${"), variable
    passwords = re.findall(r"://\w+:(.*?)@", text)
    assert all(password.startswith("${") for password in passwords)


@pytest.mark.parametrize("ignored", [".gitignore", ".dockerignore"])
@pytest.mark.parametrize("name", [".env", ".env.production", "portal.dump", "backup.sqlite3"])
def test_secrets_and_the_backups_that_the_documentation_makes_stay_out_of_image_and_history(
    root: Path, ignored: str, name: str
) -> None:
    patterns = [line.removeprefix("/") for line in (root / ignored).read_text().splitlines()]
    assert any(fnmatch(name, pattern) for pattern in patterns)
