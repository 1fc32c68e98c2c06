"""Every edge of both state tables with everybody who could ask: applicants, each role, who stands in, strangers."""

from collections.abc import Callable, Collection
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Programme, ProgrammeRole, User
from fellowship.enrolling.fellows import UNDO as FELLOW_UNDO
from fellowship.enrolling.fellows import NotYourFellow, move_fellow
from fellowship.models import Application, Fellow, FellowMove, NotLegal
from fellowship.models.moves import FELLOW_MOVES, ApplicationState, FellowState
from fellowship.moving import STEPS, UNDO, NotYours, Who, move
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
S, F = ApplicationState, FellowState
Role = ProgrammeRole.Role
# The applicant or fellow, and the clock (or what follows from something else), are nobody of the team.
ROLES = (
    "themselves", "clock", "owner", "admin", "deputy of an admin who is away", "site admin", "reviewer", "adviser",
    "facilitator", "deputy of an admin who is here", "admin who was deactivated", "admin of another programme",
    "somebody else", "admin about themselves",
)  # fmt: skip
RUN_IT = {"owner", "admin", "deputy of an admin who is away", "site admin"}


def somebody(role: str, of: Programme, themselves: User) -> User | None:
    """Who asks."""
    today = timezone.localdate(NOW)
    match role:
        case "themselves":
            return themselves
        case "clock":
            return None
        case "owner" | "admin" | "reviewer" | "adviser" | "facilitator":
            return world.in_team(of, role.upper())
        case "site admin":
            return world.person(is_superuser=True)
        case "admin who was deactivated":
            gone = world.in_team(of)
            gone.is_active = False
            gone.save()
            return gone
        case "admin of another programme":
            return world.in_team(world.programme())
        case "somebody else":
            return world.person()
        case "admin about themselves":
            ProgrammeRole.objects.create(programme=of, user=themselves, role=Role.ADMIN)
            return themselves
        case _:
            deputy, ahead = world.person(), timedelta(days=30 if role.endswith("here") else 0)
            held = ProgrammeRole.objects.filter(user=world.in_team(of))
            held.update(deputy=deputy, away_from=today + ahead, away_until=today + ahead + timedelta(days=5))
            return deputy


def kinds_of(role: str) -> set[Who]:
    if role in RUN_IT:
        return {Who.TEAM}
    return {"clock": {Who.CLOCK}, "themselves": {Who.APPLICANT}, "admin about themselves": {Who.APPLICANT}}.get(
        role, set()
    )


def check(act: Callable[[], Any], *, legal: bool, allowed: bool, refusal: type[Exception]) -> bool:
    """Try a step. Returns whether it was taken, which is as the table says, or the test fails."""
    if legal and allowed:
        act()
        return True
    with pytest.raises(refusal if legal else NotLegal):
        act()
    return False


@pytest.mark.parametrize("role", ROLES)
def test_every_step_of_an_application_is_for_whom_the_table_names(role: str) -> None:
    one = world.application(world.call(world.cohort(places=1_000)), state=S.SCORED)
    actor, kinds = somebody(role, one.call.cohort.programme, one.user), kinds_of(role)
    pairs: Collection[tuple[str, str]] = STEPS
    if role == "admin":  # what is in no table is so for everybody
        pairs = [(before, after) for before, after in product(S.values, S.values) if before != after]
    taken = 0
    for before, after in pairs:
        Application.objects.filter(pk=one.pk).update(state=before)
        step = STEPS.get((before, after))
        done = check(
            lambda after=after: move(one.pk, after, actor=actor, now=NOW),  # type: ignore[misc]
            legal=step is not None, allowed=step is not None and bool(step.who & kinds), refusal=NotYours,
        )  # fmt: skip
        one.refresh_from_db()
        assert one.state == (after if done else before)
        taken += done
    assert taken == sum(bool(step.who & kinds) for step in STEPS.values()) == one.moves.count()


@pytest.mark.parametrize("role", ROLES)
def test_every_way_back_of_an_application_is_for_those_who_run_the_programme(role: str) -> None:
    one = world.application(world.call(world.cohort(places=1_000)), state=S.SCORED)
    actor = somebody(role, one.call.cohort.programme, one.user)
    # One way back that does not exist, beside all that do.
    for before, after in [*sorted(UNDO), (S.ENROLLED, S.SCORED)]:
        Application.objects.filter(pk=one.pk).update(state=before)
        done = check(
            lambda after=after: move(one.pk, after, actor=actor, now=NOW, undo=True, reason="A slip"),  # type: ignore[misc]
            legal=(before, after) in UNDO, allowed=role in RUN_IT, refusal=NotYours,
        )  # fmt: skip
        one.refresh_from_db()
        assert one.state == (after if done else before)


@pytest.mark.parametrize("role", ROLES)
def test_every_step_and_way_back_of_a_fellow_is_for_whom_the_table_names(role: str) -> None:
    fellow = world.fellow()
    actor = somebody(role, fellow.cohort.programme, fellow.user)
    taken = 0
    for undo, (before, after) in product((False, True), product(F.values, F.values)):
        if before == after:
            continue
        Fellow.objects.filter(pk=fellow.pk).update(state=before)
        of_advisers = not undo and {before, after} == {F.ACTIVE, F.PAUSED}
        done = check(
            lambda after=after, undo=undo: move_fellow(  # type: ignore[misc]
                fellow.pk, after, actor=actor, now=NOW, reason="A slip", undo=undo
            ),
            legal=(before, after) in FELLOW_UNDO if undo else after in FELLOW_MOVES[before],
            allowed=role in RUN_IT or actor is None or (role == "adviser" and of_advisers),
            refusal=NotYourFellow,
        )  # fmt: skip
        fellow.refresh_from_db()
        assert fellow.state == (after if done else before)
        taken += done
    assert taken == FellowMove.objects.filter(fellow=fellow).count()
    assert bool(taken) == (role in RUN_IT | {"adviser", "clock"})
