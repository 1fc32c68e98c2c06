"""What is our judgement, and what nobody has checked, says so on every page that shows it."""

import re

import pytest
from django.test import Client

from careers.models import Learning, Network, RecurringEvent

pytestmark = pytest.mark.django_db

BAND_WITHOUT_DOUBT = 'class="app-band">Typical'
BAND_WITH_DOUBT = "app-band__sure"


def source(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("address", "least"),
    [
        ("/careers/pathways/?from=communications-and-engagement-officer&to=digital-change-manager&band=5", 6),
        ("/careers/compare/?level=data-analyst&level=senior-data-analyst", 2),
    ],
)
def test_every_typical_band_of_a_level_says_how_sure_we_are(client: Client, address: str, least: int) -> None:
    page = source(client, address)
    assert page.count(BAND_WITH_DOUBT) >= least
    assert BAND_WITHOUT_DOUBT not in page


@pytest.mark.parametrize("address", ["/careers/roles/digital-change-manager/", "/careers/starting-points/nurse/"])
def test_levels_on_pages_that_also_show_spans_say_how_sure_we_are(client: Client, address: str) -> None:
    assert source(client, address).count(BAND_WITH_DOUBT) >= 5


@pytest.mark.parametrize(
    "address",
    [
        "/careers/",
        "/careers/roles/",
        "/careers/roles/data-analyst/",
        "/careers/skills/user-focus/",
        "/careers/starting-points/",
        "/careers/starting-points/nurse/",
        "/careers/compare/?level=data-analyst&level=senior-data-analyst",
        "/careers/pathways/?from=nurse&to=product-manager&band=6",
        "/careers/search/?q=data+analyst",
    ],
)
def test_every_page_with_bands_says_whose_judgement_they_are(client: Client, address: str) -> None:
    page = source(client, address)
    assert "ypical band" in page
    notes = " ".join(
        re.findall(r'(?s)class="app-note">(.*?)</div>|class="app-section app-text[^>]*>(.*?)</p>', page)[0]
    )
    assert re.search("our judgement|Our judgement|not official", notes)


def test_a_role_of_the_nhs_says_that_its_skills_are_our_judgement(client: Client) -> None:
    assert "skill profiles are the judgement of this project" in source(client, "/careers/roles/digital-nurse/")
    assert "skill profiles are the judgement of this project" not in source(client, "/careers/roles/data-analyst/")


def test_lists_of_learning_mark_what_nobody_has_checked(client: Client) -> None:
    page = source(client, "/careers/learning/?q=PRINCE2")
    shown = Learning.objects.filter(name__contains="PRINCE2", last_checked=None).count()
    assert shown
    assert page.count("Not checked yet") == shown
    assert "Not checked yet" not in source(client, "/careers/learning/?q=Topol")


@pytest.mark.parametrize(
    ("address", "model"), [("/careers/networks/", Network), ("/careers/conferences/", RecurringEvent)]
)
def test_every_network_and_conference_says_how_sure_we_are(
    client: Client, address: str, model: type[Network | RecurringEvent]
) -> None:
    page = source(client, address)
    rows = model.objects.live()
    shown = [row for row in rows if f'id="{row.slug}"' in page]
    assert len(shown) > 10
    told = {row.how_sure for row in shown}
    assert len(told) > 2
    assert all(sentence in page for sentence in told)
    assert page.count("app-card__sure--doubt") == sum(bool(row.doubt) for row in shown)
