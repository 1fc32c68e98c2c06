"""A round with everything that its pages are about, for tests that look at every page."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Programme, User
from mentoring.models import Bond, Round, RoundFile
from mentoring.rounds.files.keeping import keep_file
from mentoring.rounds.running import ask_run, work_on_runs
from tests.mentoring.world import mentee, mentor, person, round_of

ADDRESSES = "e-mail,name,role\nfrom-a-file@example.org,From a file,mentor\nbad,Bad,mentor\n"


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
    skill = "communicating-data"
    one = round_of(
        of, name=name, welcome="Come in", join_until=now + timedelta(days=9),
        mentees=[mentee(person(mentee_name), gaps={skill: (0, 3)}), mentee(gaps={skill: (1, 4)})],
        mentors=[mentor(skills={skill: 3})],
    )  # fmt: skip
    ask_run(one, actor=actor, now=now)
    work_on_runs(clock=lambda: now)
    return one
