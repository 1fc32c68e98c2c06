"""Lists in Django admin at addresses that ask for what they do not have."""

import pytest
from django.contrib.admin.sites import site
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor@example.org", "correct horse battery", name="Ed Itor"))
    return client


@pytest.mark.parametrize(
    "query",
    [
        "created_at__year=0",
        "created_at__year=9999",
        "created_at__year=10000",
        "created_at__year=99999999999999999999",
        "created_at__year=abc",
        "created_at__year=2026&created_at__month=13",
        "created_at__year=2026&created_at__month=2&created_at__day=30",
        "created_at__year__gte=0",
        "created_at__gte=yesterday",
        "created_at__date=0000-00-00",
        "last_checked__year=9999",
        "last_checked__year=0",
        "id__exact=99999999999999999999",
        "zebra=1",
        "p=-1",
        "o=99",
    ],
)
def test_a_list_in_admin_is_shown_whatever_its_address_asks(editor: Client, query: str) -> None:
    for name in ("correction", "learning", "role", "edition"):
        response = editor.get(f"/admin/careers/{name}/?{query}", follow=True)
        assert response.status_code == 200, name


def test_it_says_that_all_rows_are_shown(editor: Client) -> None:
    response = editor.get("/admin/careers/role/?created_at__year=0", follow=True)
    assert "The address asked for what this list does not have. All rows are shown." in response.content.decode()
    assert "Data analyst" in response.content.decode()


def test_a_date_that_exists_still_filters(editor: Client) -> None:
    response = editor.get("/admin/careers/role/?created_at__year=1999")
    assert response.status_code == 200
    assert "0 roles" in response.content.decode()


def test_every_list_of_ours_is_checked() -> None:
    from common.admin import CheckedLists

    ours = [one for one in site._registry.values() if type(one).__module__.split(".")[0] in ("accounts", "careers")]
    assert len(ours) > 10
    assert [one for one in ours if not isinstance(one, CheckedLists)] == []
