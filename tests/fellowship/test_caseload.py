"""An adviser's first page: who needs them, which conversations are to be held, and the ways to everything they open."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import AuditEntry, ProgrammeRole, User
from fellowship.advising.asking import give_conversation
from fellowship.models import Cohort, DeepDive, Fellow, Flag, Standing
from fellowship.models.moves import ApplicationState
from portal.pages.fellowship import fellowship_section
from tests.fellowship import world
from tests.fellowship.test_fellows import signed_in

pytestmark = pytest.mark.django_db
Role = ProgrammeRole.Role
PAGE = "/advising/"


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False


def stands(fellow: Fellow, level: int, sign: str, points: int, *, flagged: bool = True, **more: Any) -> Flag | None:
    reasons = [{"sign": sign, "count": 2, "points": points}]
    now = timezone.now()
    Standing.objects.create(fellow=fellow, level=level, points=points, reasons=reasons, counted_at=now)
    if not flagged:
        return None
    given = {"due_on": timezone.localdate() + timedelta(days=2), "raised_at": now, "reasons": reasons}
    flag: Flag = Flag.objects.create(fellow=fellow, level=level, points=points, **given | more)
    return flag


def a_caseload() -> tuple[Cohort, User, dict[str, Fellow]]:
    today = timezone.localdate()
    cohort = world.cohort(
        places=9, state="RUNNING", starts_on=today - timedelta(days=50), ends_on=today + timedelta(days=300)
    )
    adviser = world.in_team(cohort.programme, Role.ADVISER)
    names = ("Ann", "Bo", "Cy", "Di", "Ed")
    fellows = {name: world.fellow(cohort, adviser=adviser, user=world.person(name)) for name in names}
    for name in names[1:]:
        DeepDive.objects.create(cohort=cohort, user=fellows[name].user, held_on=today)
    stands(fellows["Bo"], 3, "UPDATE_LATE", 5)
    stands(fellows["Cy"], 1, "SURVEY_MISSING", 1, flagged=False)
    stands(fellows["Di"], 4, "ASKED_FOR_HELP", 7)
    stands(fellows["Ed"], 4, "MISSED_DAY", 8, snoozed_until=today + timedelta(days=5))
    return cohort, adviser, fellows


def test_who_needs_me_comes_first_with_the_reason_in_words_and_the_way_to_it() -> None:
    _, adviser, fellows = a_caseload()
    answer = signed_in(adviser).get(PAGE)
    # Put off means: not now. Then by points, and last who is not counted at all.
    assert [row.fellow.user.name for row in answer.context["rows"]] == ["Di", "Bo", "Ed", "Cy", "Ann"]
    text = answer.content.decode()
    assert "Asked to be spoken to (7 points)" in text and "2 monthly updates overdue (5 points)" in text
    assert reverse("fellowship:flag", args=[fellows["Di"].flags.get().uuid]) in text
    assert "Put off until" in text and "Not counted yet" in text


def test_the_list_is_narrowed_to_who_needs_me_a_cohort_and_who_was_not_talked_with() -> None:
    cohort, adviser, fellows = a_caseload()
    elsewhere = world.cohort()
    client = signed_in(adviser)

    def found(**asked: str | int) -> set[str]:
        return {row.fellow.user.name for row in client.get(PAGE, asked).context["rows"]}

    assert found(only="NEED") == {"Di", "Bo"}
    assert found(only="TALK") == {"Ann"}
    assert found(cohort=cohort.pk) == set(fellows)
    assert "We left out a filter" in client.get(PAGE, {"cohort": elsewhere.pk}).content.decode()
    assert "Nobody fits these filters" in client.get(PAGE, {"q": "nobody at all"}).content.decode()


def test_conversations_that_are_to_be_held_are_on_top_the_next_start_first() -> None:
    cohort, adviser, fellows = a_caseload()
    later = world.cohort(cohort.programme, starts_on=timezone.localdate() + timedelta(days=40), ends_on="2199-01-01")
    coming = world.application(world.call(later), state=ApplicationState.ACCEPTED)
    give_conversation([coming], adviser, actor=adviser, now=timezone.now())
    answer = signed_in(adviser).get(PAGE)
    first = fellows["Ann"].application
    assert first is not None
    assert [one.pk for one in answer.context["talks"]] == [first.pk, coming.pk]
    text = answer.content.decode()
    assert "Overdue" in text and reverse("fellowship:deep_dive", args=[coming.uuid]) in text
    assert signed_in(adviser).get(reverse("fellowship:deep_dive", args=[coming.uuid])).status_code == 200


def test_every_link_of_my_cohorts_opens_for_me_from_here_and_from_the_list_of_cohorts() -> None:
    cohort, adviser, _ = a_caseload()
    leader = world.in_team(cohort.programme, Role.FACILITATOR)
    for user, number in ((adviser, 8), (leader, 3)):
        client = signed_in(user)
        pages = client.get(reverse("fellowship:cohort_list")).context["rows"][0][1]
        assert len(pages) == number
        for address, _ in pages:
            assert client.get(address).status_code == 200, address
    assert signed_in(adviser).get(PAGE).context["cohorts"][0][1] == signed_in(adviser).get(
        reverse("fellowship:cohort_list")
    ).context["rows"][0][1]  # fmt: skip
    reviewer = signed_in(world.in_team(cohort.programme, Role.REVIEWER))
    assert reviewer.get(reverse("fellowship:cohort_list")).context["rows"][0][1] == []


def test_who_stands_in_sees_it_and_the_card_says_how_many_need_them() -> None:
    _, adviser, _ = a_caseload()
    deputy, today = world.person(), timezone.localdate()
    (card,) = [one for one in fellowship_section(adviser) if one.href == PAGE]
    assert card.text == "5 fellows. 2 need me. 1 first conversation to hold."
    ProgrammeRole.objects.filter(user=adviser).update(deputy=deputy, away_from=today, away_until=today)
    (card,) = [one for one in fellowship_section(deputy) if one.href == PAGE]
    assert card.text == "5 fellows. 2 need me. 1 first conversation to hold."
    assert "You stand in for" in signed_in(deputy).get(PAGE).content.decode()
    assert signed_in(world.person()).get(PAGE).status_code == 403


def test_the_list_goes_out_as_csv_with_an_entry_in_the_audit_trail(monkeypatch: pytest.MonkeyPatch) -> None:
    cohort, adviser, _ = a_caseload()
    adviser.set_password("three quiet otters")
    adviser.save()
    monkeypatch.setattr(
        "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate", lambda request: True
    )
    answer = signed_in(adviser).get(PAGE, {"csv": "yes", "only": "NEED"})
    lines = answer.content.decode().splitlines()
    assert answer["Content-Type"].startswith("text/csv") and len(lines) == 3
    assert lines[1].startswith("Di,") and "asked to be spoken to" in lines[1]
    entry = AuditEntry.objects.get(action="fellowship.caseload_exported")
    assert (entry.scope, entry.detail) == (cohort.programme.scope, {"rows": 2})


def test_first_conversations_of_a_cohort_say_whose_they_are_and_are_narrowed_to_mine() -> None:
    cohort, adviser, fellows = a_caseload()
    other = world.in_team(cohort.programme, Role.ADVISER)
    world.fellow(cohort, adviser=other, user=world.person("Flo"))
    world.application(fellows["Ann"].cohort.call, state=ApplicationState.ACCEPTED, user=world.person("Gil"))
    client, page = signed_in(adviser), reverse("fellowship:deep_dive_list", args=[cohort.uuid])

    def found(**asked: str) -> set[str]:
        return {one.user.name for one, _ in client.get(page, asked).context["rows"]}

    assert found() == {*fellows, "Flo", "Gil"}
    assert found(whose="MINE") == set(fellows) and found(whose="MINE", held="NO") == {"Ann"}
    assert found(whose="NOBODY") == {"Gil"}
    text = client.get(page).content.decode()
    assert "Nobody yet" in text and "Overdue" in text and str(other) in text
