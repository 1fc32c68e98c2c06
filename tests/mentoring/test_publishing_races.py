"""Publishing twice at once, beside people who answer, ask and take breaks; and killed (-9) half way."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Count
from pytest_django import Settings

from accounts.models import AuditEntry
from mentoring.answering import accept, decline
from mentoring.models import Match, Mentor, Round, Run, RunPair
from mentoring.people.pausing import pause, resume
from mentoring.proposing import propose
from mentoring.rounds.publishing import PublishedAlready, held_letters, publish
from notifications.models import Message
from tests.events.test_races import crowd
from tests.mentoring.world import NOW, match_of, mentee, mentor, round_of, staff

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]
State, Origin = Match.State, Match.Origin


@pytest.fixture(autouse=True)
def no_broker(settings: Settings) -> None:
    """Doorbells are no part of the race."""
    settings.REDIS_URL = ""


def drafted(round_: Round, pairs: list[tuple[int, int]], number: int = 1) -> Run:
    """A finished run with these pairs, mentee and mentor by id."""
    run: Run = Run.objects.create(
        round=round_, number=number, asked_at=NOW, state=Run.State.DONE, objective="FAIR", scores="OWN"
    )
    RunPair.objects.bulk_create(RunPair(run=run, mentee_id=one, mentor_id=other, points=50) for one, other in pairs)
    return run


def test_who_publishes_sixteen_times_at_once_publishes_once() -> None:
    mentees, mentors = [mentee() for _ in range(12)], [mentor() for _ in range(12)]
    pairs = [(one.user_id, other.user_id) for one, other in zip(mentees, mentors, strict=True)]
    admin, runs, won = staff(), {}, []

    def act(number: int, about: int) -> None:
        publish(runs[about], letter_note="", actor=admin, now=NOW)
        won.append(about)

    with crowd(act) as racers:
        for number in range(10):
            runs[number] = drafted(round_of(mentees=mentees, mentors=mentors), pairs)
            racers.rush(number)
            round_ = runs[number].round
            assert (Match.objects.filter(round=round_).count(), held_letters(round_).count()) == (12, 12), number
            Match.objects.all().delete()
    assert won == list(range(10))
    assert AuditEntry.objects.filter(action="mentoring.run_published").count() == 10


def test_two_drafts_of_one_round_at_once_give_no_place_twice() -> None:
    mentees, mentors = [mentee() for _ in range(16)], [mentor() for _ in range(8)]
    admin, runs = staff(), {}

    def act(number: int, about: int) -> None:
        publish(runs[about][number % 2], letter_note="", actor=admin, now=NOW)

    with crowd(act) as racers:
        for number in range(10):
            round_ = round_of(mentees=mentees, mentors=mentors)
            places = [other.user_id for other in mentors]
            runs[number] = [
                drafted(round_, list(zip([one.user_id for one in half], places, strict=True)), which)
                for which, half in ((1, mentees[:8]), (2, mentees[8:]))
            ]
            racers.rush(number)
            live = Match.objects.live().values_list("mentor").annotate(Count("pk")).order_by()
            assert dict(live) == dict.fromkeys(places, 1)
            assert held_letters(round_).count() == 8
            Match.objects.all().delete()


def test_publishing_beside_answers_requests_and_breaks_waits_for_nobody_in_a_ring() -> None:
    """Two rounds over the same people, each in another order, and everything else that holds their rows."""
    mentees = [mentee(wanted=2) for _ in range(12)]
    mentors = [mentor(places=2) for _ in range(12)]
    admin, runs, asked = staff(), {}, {}

    def act(number: int, about: int) -> None:
        one = mentors[number % 12].user
        match number % 8:
            case 0 | 1:
                publish(runs[about][number % 2], letter_note="", actor=admin, now=NOW)
            case 2 | 3 | 4:
                accept(asked[about][number].uuid, by=asked[about][number].mentor, now=NOW)
            case 5:
                decline(asked[about][number].uuid, reason="NO_TIME", by=asked[about][number].mentor, now=NOW)
            case 6:
                propose(mentees[-number % 12].user, one, programme=None, round=None, origin=Origin.ASKED, now=NOW)
            case _:
                pause(one, until=NOW.date() + timedelta(days=9), now=NOW)
                resume(one)

    with crowd(act) as racers:
        for number in range(15):
            straight = [(one.user_id, other.user_id) for one, other in zip(mentees, mentors, strict=True)]
            turned = [(one.user_id, other.user_id) for one, other in zip(mentees, reversed(mentors), strict=True)]
            runs[number] = [
                drafted(round_of(mentees=mentees, mentors=mentors), pairs) for pairs in (straight, turned[::-1])
            ]
            asked[number] = [
                match_of(mentees[(place * 5 + 1) % 12].user, mentors[place % 12].user) if place < 12 else None
                for place in range(12)
            ]
            asked[number] += asked[number][:4]
            racers.rush(number)
            for side, most in (("mentor", mentors[0].places), ("mentee", mentees[0].wanted)):
                taken = Match.objects.taken().values_list(side).annotate(n=Count("pk")).order_by()
                assert all(count <= most for _, count in taken), (number, side)
            from_rounds = Match.objects.filter(state=State.PROPOSED, origin=Origin.ROUND)
            assert Message.objects.filter(state="HELD", about_id__in=from_rounds.values("pk")).count() == len(
                from_rounds
            )
            Match.objects.all().delete()
            Mentor.objects.update(paused_until=None)


KILLED = """
import os, sys, time, django
django.setup()
from django.utils import timezone
from accounts import audit
from accounts.models import User
from mentoring.models import Run
from mentoring.rounds import publishing
def never(**words):
    print("written", flush=True)
    time.sleep(600)
publishing.audit.record = never
publishing.publish(Run.objects.get(), letter_note="", actor=User.objects.get(pk=int(sys.argv[1])), now=timezone.now())
"""


def test_a_process_that_is_killed_while_it_publishes_leaves_nothing_and_it_can_be_published() -> None:
    mentees, mentors = [mentee() for _ in range(4)], [mentor() for _ in range(4)]
    round_ = round_of(mentees=mentees, mentors=mentors)
    run = drafted(round_, [(one.user_id, other.user_id) for one, other in zip(mentees, mentors, strict=True)])
    admin = staff()
    address = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    environment = {**os.environ, "DATABASE_URL": address, "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "portal.settings"}
    killed = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(admin.pk)], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert killed.stdout is not None
    assert any(line == "written\n" for line in killed.stdout)  # proposals, letters and entries stand, not committed
    killed.kill()
    killed.wait()
    killed.stdout.close()
    assert not Match.objects.exists() and not Message.objects.exists()
    began = time.monotonic()
    done = publish(run, letter_note="", actor=admin, now=NOW)  # the database lets go of what the dead one held
    assert time.monotonic() - began < 30
    assert (done.made, held_letters(round_).count()) == (4, 4)
    with pytest.raises(PublishedAlready):
        publish(run, letter_note="", actor=admin, now=NOW)
