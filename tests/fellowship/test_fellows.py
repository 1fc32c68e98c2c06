"""Fellows: who finds their page, and who finds them."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import ProgrammeRole
from fellowship.models import Fellow
from tests.fellowship import world

pytestmark = pytest.mark.django_db
ADVISER = ProgrammeRole.Role.ADVISER


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_my_year_is_the_one_that_goes_on_and_others_are_linked() -> None:
    old = world.fellow(state=Fellow.State.ALUMNI)
    new = world.fellow(user=old.user)
    answer = signed_in(old.user).get(reverse("fellowship:my_fellowship"))
    assert answer.context["fellow"] == new and answer.context["others"] == [old]
    assert signed_in(old.user).get(reverse("fellowship:my_fellowship_of", args=[old.uuid])).context["fellow"] == old
    assert signed_in(world.person()).get(reverse("fellowship:my_fellowship")).status_code == 404
    assert signed_in(world.person()).get(reverse("fellowship:my_fellowship_of", args=[old.uuid])).status_code == 404


def test_nothing_of_the_year_is_asked_of_who_finished_it() -> None:
    words = ("We write to you when one is", "Your project runs through")
    for state, asked in ((Fellow.State.ACTIVE, True), (Fellow.State.COMPLETED, False), (Fellow.State.ALUMNI, False)):
        fellow = world.fellow(state=state)
        page = signed_in(fellow.user).get(reverse("fellowship:my_fellowship")).content.decode()
        assert [one in page for one in words] == [asked, asked], state


def test_a_fellow_is_read_by_the_team_and_advisers_of_the_programme_alone() -> None:
    fellow = world.fellow()
    programme = fellow.cohort.programme
    page = reverse("fellowship:fellow", args=[fellow.uuid])
    for role, found in (("OWNER", 200), ("ADMIN", 200), ("ADVISER", 200), ("REVIEWER", 404), ("FACILITATOR", 404)):
        assert signed_in(world.in_team(programme, role)).get(page).status_code == found, role
    assert signed_in(world.in_team(world.programme())).get(page).status_code == 404
    # Also who has a role does not read what their own team keeps about them.
    ProgrammeRole.objects.create(programme=programme, user=fellow.user, role=ADVISER)
    assert signed_in(fellow.user).get(page).status_code == 404


def test_the_list_of_fellows_is_narrowed_and_given_as_csv(monkeypatch: pytest.MonkeyPatch) -> None:
    fellow = world.fellow()
    other = world.fellow(fellow.cohort, state=Fellow.State.LEFT)
    admin = world.in_team(fellow.cohort.programme)
    admin.set_password("three quiet otters")
    admin.save()
    Fellow.objects.filter(pk=other.pk).update(adviser=world.in_team(fellow.cohort.programme, ADVISER))
    client, page = signed_in(admin), reverse("fellowship:fellow_list", args=[fellow.cohort.uuid])
    assert client.get(page).context["list"].count == 2
    assert [one.pk for one in client.get(page, {"state": "LEFT"}).context["list"].rows] == [other.pk]
    assert [one.pk for one in client.get(page, {"none": "on"}).context["list"].rows] == [fellow.pk]
    assert client.get(page, {"q": "nobody of that name"}).context["list"].count == 0
    recently = "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate"
    monkeypatch.setattr(recently, lambda request: True)
    text = client.get(page, {"state": "LEFT", "csv": "yes"}).content.decode()
    assert other.user.email in text and fellow.user.email not in text
