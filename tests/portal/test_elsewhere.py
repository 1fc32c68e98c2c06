"""A search of the catalogue leads on to the other lists, with its words."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.pages.elsewhere import on_search


@pytest.mark.django_db
def test_a_search_leads_to_the_same_words_in_programmes_events_and_journeys(client: Client) -> None:
    page = client.get("/careers/search/", {"q": "Digital Pioneers & more"}).content.decode()
    for name in ("fellowship:programme_list", "events:event_list", "planning:journey_list"):
        address = f"{reverse(name)}?q=Digital+Pioneers+%26+more"
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
    assert "Look elsewhere" not in client.get("/careers/search/").content.decode()


def test_nothing_is_looked_for_elsewhere_without_words() -> None:
    assert on_search("  ") is None
