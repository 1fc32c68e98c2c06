"""First conversations: who is asked to hold them, once and each week until the start, and who is told of nobody."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import Settings

from accounts.models import ProgrammeRole, User
from fellowship.advising import asking
from fellowship.advising.deep_dives import OwnConversation, save_deep_dive
from fellowship.enrolling import enrol, fellows
from fellowship.models import Application, Cohort, DeepDive, Fellow
from fellowship.models.moves import ApplicationState
from notifications.letters import Drop, letter_called
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.test_fellows import signed_in
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
Role, S = ProgrammeRole.Role, ApplicationState
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False


def accepted(count: int = 1) -> tuple[Cohort, User, list[Application]]:
    """A cohort that starts in some months, its owner, and people who accepted a place."""
    cohort = world.cohort(places=9)
    call = world.call(cohort)
    owner = world.in_team(cohort.programme, Role.OWNER)
    return cohort, owner, [world.application(call, state=S.ONBOARDING) for _ in range(count)]


def letters(name: str = asking.LETTER) -> list[Message]:
    return list(Message.objects.filter(letter=name).order_by("pk"))


def read(message: Message, at: Any = NOW) -> Any:
    return letter_called(message.letter).render(message.about_id, at)


def held(application: Application, adviser: User) -> None:
    words = dict.fromkeys(("hopes", "project", "brings", "worries", "needs"), "")
    save_deep_dive(application, held_on=NOW.date(), words=words, themes=[], actor=adviser, now=NOW)


def test_an_adviser_gets_one_letter_about_all_of_them_and_another_each_week_until_they_are_held() -> None:
    cohort, owner, people = accepted(2)
    adviser = world.in_team(cohort.programme, Role.ADVISER)
    asking.give_conversation(people, adviser, actor=owner, now=NOW)
    assert [asking.ask_for_conversations(now=NOW + step) for step in (0 * DAY, DAY / 24, DAY, 6 * DAY)] == [1, 0, 0, 0]
    mail = read(letters()[0])
    assert mail.to == adviser.email and [one.pk for one in mail.context["people"]] == [one.pk for one in people]
    assert mail.context["address"].endswith(reverse("fellowship:deep_dive_list", args=[cohort.uuid]))
    held(people[0], adviser)
    assert asking.ask_for_conversations(now=NOW + 7 * DAY) == 1
    assert [one.pk for one in read(letters()[1], NOW + 7 * DAY).context["people"]] == [people[1].pk]
    held(people[1], adviser)
    assert asking.ask_for_conversations(now=NOW + 14 * DAY) == 0
    assert isinstance(read(letters()[1], NOW + 7 * DAY), Drop)


def test_who_accepts_later_is_in_a_letter_of_the_next_day() -> None:
    cohort, owner, people = accepted(1)
    adviser = world.in_team(cohort.programme, Role.ADVISER)
    asking.give_conversation(people, adviser, actor=owner, now=NOW)
    asking.ask_for_conversations(now=NOW)
    later = world.application(cohort.call, state=S.ACCEPTED)
    asking.give_conversation([later], adviser, actor=owner, now=NOW)
    assert asking.ask_for_conversations(now=NOW + DAY / 24) == 0
    assert asking.ask_for_conversations(now=NOW + DAY) == 1


def test_nobody_is_asked_once_the_cohort_has_started() -> None:
    cohort, owner, people = accepted(1)
    adviser = world.in_team(cohort.programme, Role.ADVISER)
    asking.give_conversation(people, adviser, actor=owner, now=NOW)
    asking.ask_for_conversations(now=NOW)
    Cohort.objects.filter(pk=cohort.pk).update(starts_on=NOW.date())
    assert asking.ask_for_conversations(now=NOW + 8 * DAY) == 0
    assert isinstance(read(letters()[0]), Drop)


def test_who_stands_in_is_asked_while_the_adviser_is_away() -> None:
    cohort, owner, people = accepted(1)
    adviser, deputy = world.in_team(cohort.programme, Role.ADVISER), world.person()
    asking.give_conversation(people, adviser, actor=owner, now=NOW)
    asking.ask_for_conversations(now=NOW)
    role = ProgrammeRole.objects.filter(user=adviser)
    role.update(deputy=deputy, away_from=NOW.date(), away_until=NOW.date())
    assert (read(letters()[0]).to, read(letters()[0]).context["is_mine"]) == (deputy.email, False)
    assert (read(letters()[0], NOW + 2 * DAY).to) == adviser.email
    role.delete()
    mail = read(letters()[0])
    assert mail.to == owner.email and mail.context["address"].endswith("/advisers/")


def test_who_runs_the_programme_hears_once_a_week_of_people_whom_nobody_is_to_talk_with() -> None:
    cohort, owner, people = accepted(2)
    monday = NOW - timedelta(days=NOW.weekday())
    assert [asking.ask_for_conversations(now=monday + step * DAY) for step in (0, 1, 6, 7)] == [1, 0, 0, 1]
    first = letters(asking.NOBODY)[0]
    assert read(first).to == owner.email and len(read(first).context["people"]) == 2
    asking.give_conversation(people, world.in_team(cohort.programme, Role.ADVISER), actor=owner, now=NOW)
    assert isinstance(read(first), Drop)


def test_a_fellow_who_gets_another_adviser_before_the_start_is_asked_for_anew() -> None:
    cohort, owner, people = accepted(1)
    first, second = (world.in_team(cohort.programme, Role.ADVISER) for _ in range(2))
    asking.give_conversation(people, first, actor=owner, now=NOW)
    asking.ask_for_conversations(now=NOW)
    people[0].onboarding.all().delete()
    fellow = enrol.enrol(people[0].pk, actor=owner, now=NOW)
    assert fellow.adviser == first
    fellows.give_adviser([fellow], second, actor=owner, now=NOW)
    assert asking.ask_for_conversations(now=NOW + DAY / 24) == 1
    assert read(letters()[1]).to == second.email


def test_a_fellow_with_an_adviser_and_no_note_at_all_is_asked_for() -> None:
    cohort = world.cohort(places=9)
    adviser = world.in_team(cohort.programme, Role.ADVISER)
    fellow = world.fellow(cohort, adviser=adviser)
    assert asking.ask_for_conversations(now=NOW) == 1
    assert DeepDive.objects.get().adviser == adviser
    Fellow.objects.filter(pk=fellow.pk).update(state="LEFT")
    assert isinstance(read(letters()[0]), Drop)


def test_conversations_are_given_to_advisers_of_the_programme_and_not_to_the_person_themselves() -> None:
    cohort, owner, people = accepted(1)
    with pytest.raises(fellows.NotAnAdviser):
        asking.give_conversation(people, owner, actor=owner, now=NOW)
    ProgrammeRole.objects.create(programme=cohort.programme, user=people[0].user, role=Role.ADVISER)
    with pytest.raises(OwnConversation):
        asking.give_conversation(people, people[0].user, actor=owner, now=NOW)
    with pytest.raises(fellows.NotAnAdviser):
        asking.share_out_conversations(cohort, actor=owner, now=NOW)
    assert not DeepDive.objects.exists()


def test_the_team_gives_conversations_on_the_page_of_advisers_to_those_ticked_or_evenly() -> None:
    cohort, owner, people = accepted(3)
    first, second = (world.in_team(cohort.programme, Role.ADVISER) for _ in range(2))
    world.fellow(cohort, adviser=first)
    team, page = signed_in(owner), reverse("fellowship:advisers", args=[cohort.uuid])
    assert "nobody for the first conversation: 3" in team.get(page).content.decode()
    wrong = team.post(page, {"person": [str(people[0].uuid)]}).content.decode()
    assert "Choose an adviser" in wrong and f'value="{people[0].uuid}" checked' in wrong
    team.post(page, {"person": [str(people[0].uuid)], "adviser": first.pk})
    assert DeepDive.objects.get().adviser == first
    team.post(page, {"do": "evenly"})
    given = dict(DeepDive.objects.values_list("user", "adviser"))
    assert given == {people[0].user_id: first.pk, people[1].user_id: second.pk, people[2].user_id: second.pk}
    assert "Everybody has an adviser" in team.get(page).content.decode()
