"""Rounds for tests: a small one and its runs, and one with everything that its pages are about."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Programme, User
from mentoring.models import Bond, Round, RoundFile, Run
from mentoring.rounds.files.keeping import keep_file
from mentoring.rounds.running import ask_run, work_on_runs
from tests.mentoring.world import NOW, mentee, mentor, person, round_of, staff

SKILL = "communicating-data"
ADDRESSES = "e-mail,name,role\nfrom-a-file@example.org,From a file,mentor\nbad,Bad,mentor\n"


def run_now(round_: Round, **wanted: Any) -> Run:
    run = ask_run(round_, actor=staff(), now=NOW, **wanted)
    work_on_runs(clock=lambda: NOW)
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.problem
    return run


def three_and_two(**fields: Any) -> Round:
    """Three mentees, two mentors with a place each."""
    pupils = [mentee(person(name), gaps={SKILL: (0, 3)}) for name in ("Kim", "Lee", "Mo")]
    return round_of(
        mentees=pupils, mentors=[mentor(person(name), skills={SKILL: 3}) for name in ("Ada", "Bo")], **fields
    )


def round_things(own: Programme, theirs: Programme, canary: str) -> dict[str, str]:
    """Placeholders of a round of ``own`` with a finished run; a round of ``theirs`` holds the canary."""
    now = timezone.now()
    actor = person("Round maker")
    one = _round(own, actor, "Spring round", "Ada")
    _round(theirs, actor, f"Round of {canary}", canary)
    file = keep_file(
        one, kind=RoundFile.Kind.PEOPLE, name="people.csv", content=ADDRESSES.encode(), actor=actor, now=now
    )
    bond = Bond.objects.create(
        round=one,
        mentee=_on(one, "MENTEE"),
        mentor=_on(one, "MENTOR"),
        kind="FORBID",
        reason="They asked",
        made_by=actor,
    )
    return {
        "<round>": str(one.uuid),
        "<round file>": str(file.uuid),
        "<bond>": str(bond.pk),
        "<participant>": str(one.participants.order_by("pk")[0].pk),
    }


def _on(one: Round, side: str) -> User:
    found: User = one.participants.filter(side=side).order_by("pk")[0].user
    return found


def _round(of: Programme, actor: User, name: str, mentee_name: str) -> Round:
    now = timezone.now()
    one = round_of(
        of, name=name, welcome="Come in", join_until=now + timedelta(days=9),
        mentees=[mentee(person(mentee_name), gaps={SKILL: (0, 3)}), mentee(gaps={SKILL: (1, 4)})],
        mentors=[mentor(skills={SKILL: 3})],
    )  # fmt: skip
    ask_run(one, actor=actor, now=now)
    work_on_runs(clock=lambda: now)
    return one
