"""The table of moves: every edge, walked by everybody who could try."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from mentoring.answering import NotTheirs, accept, decline, withdraw
from mentoring.ending import end_pair, pause_pair, take_up
from mentoring.lapsing import lapse_overdue
from mentoring.meetings.arranging import Details, book
from mentoring.meetings.holding import say_held
from mentoring.models import Match, Meeting
from mentoring.moves import TABLE, Party, move_between, parties
from mentoring.people.closing import end_what_closed_accounts_have
from mentoring.waking import see_to_pairs
from notifications.letters import find_letter
from notifications.models import Message
from tests.mentoring import world
from tests.mentoring.world import DAY, HOUR, NOW

pytestmark = pytest.mark.django_db
State = Match.State
Act = Callable[[Match, User | None], object]
LATER = NOW + 100 * DAY
EDGES = [(move, start) for move in TABLE for start in move.start]
STRANGER = "stranger"
OF_MEETINGS = ("mentoring.meeting_", "mentoring.reminder.")


def meet(pair: Match, by: User | None) -> None:
    assert by is not None
    starts_at = NOW + DAY
    meeting = book(pair, starts_at, Details(60, "Europe/London"), agenda="", by=pair.mentor, now=NOW)
    say_held(meeting.uuid, minutes=60, by=by, now=starts_at + 2 * HOUR)


def close(pair: Match, by: User | None) -> None:
    if by is None:
        see_to_pairs(now=LATER)
        see_to_pairs(now=LATER + 8 * DAY)
    else:
        end_pair(pair.uuid, reason="TIME_OVER", by=by, now=NOW)


def end_it(pair: Match, by: User | None) -> None:
    if by is None:
        User.objects.filter(pk=pair.mentor_id).update(is_active=False)
        end_what_closed_accounts_have(now=NOW)
    else:
        end_pair(pair.uuid, reason="TIME_OVER", by=by, now=NOW)


def as_person(act: Callable[[Match, User], object]) -> Act:
    """For moves that the portal never makes by itself."""

    def only_people(pair: Match, by: User | None) -> None:
        if by is None:
            raise NotTheirs
        act(pair, by)

    return only_people


def as_portal(act: Callable[[], object]) -> Act:
    """For moves that nobody can make by hand."""

    def only_portal(pair: Match, by: User | None) -> None:
        if by is not None:
            raise NotTheirs
        act()

    return only_portal


ACTS: dict[str, Act] = {
    "Accept": as_person(lambda pair, by: accept(pair.uuid, by=by, now=NOW)),
    "Decline": as_person(lambda pair, by: decline(pair.uuid, reason="NO_TIME", by=by, now=NOW)),
    "Lapse": as_portal(lambda: lapse_overdue(now=LATER)),
    "Withdraw": lambda pair, by: withdraw(pair.uuid, by=by, now=NOW),
    "Meet": as_person(meet),
    "Fall asleep": as_portal(lambda: see_to_pairs(now=NOW + 31 * DAY)),
    "Pause": as_person(
        lambda pair, by: pause_pair(pair.uuid, until=timezone.localdate(NOW) + timedelta(days=9), by=by, now=NOW)
    ),
    "Take up": lambda pair, by: take_up(pair.uuid, by=by, now=NOW) if by else see_to_pairs(now=LATER),
    "End": end_it,
    "Close": close,
}


def somebody(pair: Match, who: str) -> User | None:
    match who:
        case Party.MENTOR:
            return pair.mentor
        case Party.MENTEE:
            return pair.mentee
        case Party.TEAM:
            return world.staff(pair.programme)
        case Party.PORTAL:
            return None
        case _:
            return world.staff()


def test_the_table_has_exactly_the_moves_that_the_states_allow() -> None:
    edges = {(start, move.end) for move, start in EDGES}
    assert len(edges) == len(EDGES)
    assert edges == {(start, end) for start, ends in Match.MOVES.items() for end in ends}
    assert set(ACTS) == {move.name for move in TABLE}
    with pytest.raises(KeyError):
        move_between(State.ENDED, State.ACTIVE)


def test_every_letter_of_the_table_is_registered() -> None:
    for move in TABLE:
        assert all(find_letter(name) for name in move.letters), move.letters


@pytest.mark.parametrize("who", [*Party, STRANGER])
@pytest.mark.parametrize(("move", "start"), EDGES, ids=[f"{move.name} {start}" for move, start in EDGES])
def test_each_move_is_made_by_those_in_the_table_and_nobody_else(move, start: str, who: str) -> None:  # type: ignore[no-untyped-def]
    fields = {"paused_until": timezone.localdate(NOW) + timedelta(days=5)} if start == State.PAUSED else {}
    pair = world.match_of(world.mentee().user, world.mentor().user, start, programme=world.programme(), **fields)
    by = somebody(pair, who)
    assert (parties(pair, by, now=NOW) or {STRANGER}) == {who}
    may = who in move.who
    if may:
        ACTS[move.name](pair, by)
    else:
        with pytest.raises((NotTheirs, Match.DoesNotExist, Meeting.DoesNotExist)):
            ACTS[move.name](pair, by)
    pair.refresh_from_db()
    assert pair.state == (move.end if may else start)
    told = {name for name in Message.objects.values_list("letter", flat=True) if not name.startswith(OF_MEETINGS)}
    warned = {"mentoring.pair_to_close_mentor", "mentoring.pair_to_close_mentee"} if move.name == "Close" else set()
    assert told - warned <= (move.letters if may else set())
    assert bool(told) == (may and bool(move.letters))


def test_the_table_is_in_the_documentation() -> None:
    text = (settings.BASE_DIR / "docs" / "mentoring.md").read_text()
    for move in TABLE:
        start = ", ".join(one.lower() for one in move.start)
        who = ", ".join(party for party in Party if party in move.who)
        letters = ", ".join(sorted(name.removeprefix("mentoring.") for name in move.letters)) or "none"
        row = f"| {move.name} | {start} | {move.end.lower()} | {who} | {letters} | {move.follows} |"
        assert row in text, row
