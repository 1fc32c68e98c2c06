"""My profile."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Organisation, Profile, User

PROFILE = "/me/profile/"
FILLED = {
    "name": "Ada Okafor",
    "employer": "LISTED",
    "organisation": "Moorland General",
    "job_title": "Charge nurse",
    "band": "6",
    "background": "CLINICAL",
    "profession": "NURSE",
    "registration": "CURRENT",
    "region": "NORTH_WEST",
    "line_manager_email": "lin@example.org",
}


@pytest.fixture(autouse=True)
def trust(db: None) -> Organisation:
    return Organisation.objects.create(name="Moorland Hospitals", kind="TRUST", synonyms=("Moorland General",))


@pytest.fixture
def client(ada: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(ada)


def test_a_profile_is_filled_in_and_read_again(client: Client, ada: User, trust: Organisation) -> None:
    assert "You have not said where you work" in client.get("/me/").content.decode()
    page = client.get(PROFILE).content.decode()
    assert '<option value="Moorland Hospitals"></option>' in page
    assert client.post(PROFILE, FILLED).url == "/me/"
    profile = Profile.objects.get(user=ada)
    assert (profile.organisation, profile.band, profile.profession) == (trust, "6", "NURSE")
    assert "Charge nurse, Moorland Hospitals" in client.get("/me/").content.decode()
    page = client.get(PROFILE).content.decode()
    for value in ("Charge nurse", "lin@example.org", "Moorland Hospitals"):
        assert f'value="{value}"' in page


def test_only_a_name_is_needed(client: Client, ada: User) -> None:
    assert client.post(PROFILE, {"name": "Ada"}).status_code == 302
    assert User.objects.get(pk=ada.pk).name == "Ada"
    assert Profile.objects.get(user=ada).works_for == ""


def test_an_organisation_that_is_not_listed_and_none_are_answers(client: Client, ada: User) -> None:
    client.post(PROFILE, {"name": "Ada", "employer": "NOT_LISTED", "organisation": "Hill  Hospice"})
    assert Profile.objects.get(user=ada).works_for == "Hill Hospice"
    client.post(PROFILE, {"name": "Ada", "employer": "NONE", "organisation": "", "band": "NONE"})
    profile = Profile.objects.get(user=ada)
    assert (profile.employer, profile.works_for, profile.band) == ("NONE", "", "NONE")


def test_not_listed_but_it_is(client: Client, ada: User, trust: Organisation) -> None:
    client.post(PROFILE, {"name": "Ada", "employer": "NOT_LISTED", "organisation": "moorland hospitals"})
    assert Profile.objects.get(user=ada).organisation == trust


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter full name"),
        ({"organisation": "Moorland"}, "We know “Moorland Hospitals”. Or choose that it is not in our list"),
        ({"organisation": "Atlantis"}, "We do not know that organisation"),
        ({"organisation": ""}, "Enter the name of the organisation"),
        ({"employer": ""}, "Say whether the organisation is in our list"),
        ({"employer": "CASTLE"}, "Choose one of the options for “Where do you work?”"),
        ({"profession": ""}, "Choose the profession that you are or were registered in"),
        ({"line_manager_email": "lin"}, "Enter an e-mail address like"),
        ({"job_title": "x" * 151}, "must be 150 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client: Client, wrong: dict[str, str], sentence: str) -> None:
    answer = client.post(PROFILE, FILLED | wrong)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert sentence in page
    assert "<title>Error: My profile" in page
    for name in ("lin@example.org", "Charge nurse", "Ada Okafor"):
        assert name in page or name in [FILLED[field] for field in wrong]
    assert not Profile.objects.exists()


@pytest.mark.parametrize(
    "contradiction",
    [
        {"employer": "LISTED"},
        {"employer": "NONE", "organisation_name": "X"},
        {"employer": "NOT_LISTED"},
        {"employer": "", "organisation_name": "X"},
    ],
)
def test_the_database_keeps_the_answer_and_the_organisation_together(ada: User, contradiction: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Profile.objects.create(user=ada, **contradiction)
