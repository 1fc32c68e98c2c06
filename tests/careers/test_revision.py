"""The revision of the catalogue, which caches and ETags hang on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.test import Client

from careers.catalogue.loading import load_catalogue
from careers.catalogue.reading import Catalogue, read_catalogue
from careers.models import Edition, Revision, Role
from careers.revision import bump_revision

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_a_number_that_comes_again_after_a_backup_was_put_back_is_another_state(client: Client) -> None:
    backup = Revision.objects.get(pk=1)
    bump_revision(now=NOW)
    seen = client.get("/careers/").headers["ETag"]
    assert client.get("/careers/", headers={"If-None-Match": seen}).status_code == 304
    backup.save()
    bump_revision(now=NOW + timedelta(minutes=5))
    assert client.get("/careers/", headers={"If-None-Match": seen}).status_code == 200


@pytest.mark.main_journey
@pytest.mark.django_db(transaction=True)
def test_two_that_load_an_empty_database_at_once_load_it_once() -> None:
    _empty_the_catalogue()
    assert not Revision.objects.exists()
    catalogue = read_catalogue()
    with ThreadPoolExecutor(2) as loaders:
        loads = [loaders.submit(_load_and_close, catalogue) for _ in range(2)]
        assert sorted(load.result(timeout=60) for load in loads) == [False, True]
    assert Revision.objects.get().number == 1
    assert Edition.objects.filter(is_current=True).count() == 2
    assert Role.objects.exists()


def _empty_the_catalogue() -> None:
    """As flush does, but for the tables that loading fills: the audit trail lets nobody empty it."""
    tables = [model._meta.db_table for model in apps.get_app_config("careers").get_models(include_auto_created=True)]
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables, allow_cascade=True))


def _load_and_close(catalogue: Catalogue) -> bool:
    try:
        return load_catalogue(catalogue, now=NOW).changed_something
    finally:
        connection.close()
