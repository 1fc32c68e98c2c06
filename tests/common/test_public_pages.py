"""What public pages answer to somebody who says which versions they have."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
MISSING = ("/careers/roles/zebra-keeper/", "/careers/roles/zebra-keeper.json", "/data/nope/roles.csv", "/careers/nope/")


@pytest.mark.parametrize("address", MISSING)
def test_any_version_of_a_page_that_does_not_exist_is_none(client: Client, address: str) -> None:
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == 404


@pytest.mark.parametrize("address", MISSING)
def test_who_has_one_page_does_not_have_another(client: Client, address: str) -> None:
    etag = client.get("/careers/").headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 404
    assert client.get("/careers/roles/", headers={"If-None-Match": etag}).status_code == 200


def test_any_version_of_a_page_that_exists_is_the_one_there_is(client: Client) -> None:
    answer = client.get("/careers/", headers={"If-None-Match": "*"})
    assert answer.status_code == 304
    assert answer.headers["ETag"] == client.get("/careers/").headers["ETag"]


@pytest.mark.parametrize("address", ["/careers/", "/careers/roles/?band=7", "/data/official-october-2025/roles.csv"])
def test_who_has_the_page_is_told_so(client: Client, address: str) -> None:
    first = client.get(address)
    assert first.status_code == 200
    again = client.get(address, headers={"If-None-Match": f'"other", {first.headers["ETag"]}'})
    assert again.status_code == 304
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
