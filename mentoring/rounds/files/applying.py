"""What a file of people would change, and changing it: the preview and the confirmation read the same steps.

A file fills what is empty. What people said themselves stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from accounts import audit
from accounts.invited import AccountIsClosed, account_for
from accounts.models import Profile, User
from accounts.profiles import keep_profiles
from mentoring.models import Mentee, MenteeGap, Mentor, MentorSkill, Participant, Round
from mentoring.rounds.files.decoding import RowNote
from mentoring.rounds.files.reading import Entry
from mentoring.rounds.files.standing import Known, known_people
from mentoring.rounds.waiting import waiting_since
from notifications.outbox import queue_email

Side = Participant.Side
PUT_IN = "mentoring.round_joined_for_you"
FILLED: Mapping[type[Model], tuple[str, ...]] = {
    Mentor: ("helps_with", "places", "level", "experiences"),
    Mentee: ("hopes", "wanted", "goal", "experiences"),
}


@dataclass(slots=True)
class Step:
    """What one row would do. Values to set are by field; ``skills`` and ``gaps`` are whole lists, by skill."""

    entry: Entry
    user: User | None
    joins: tuple[str, ...] = ()
    profile: dict[str, Any] = field(default_factory=dict)
    mentor: dict[str, Any] = field(default_factory=dict)
    mentee: dict[str, Any] = field(default_factory=dict)
    skills: dict[int, int] = field(default_factory=dict)
    gaps: dict[int, tuple[int | None, int]] = field(default_factory=dict)
    kept: int = 0  # details that the person has said otherwise, and that stay

    @property
    def filled(self) -> int:
        """How many details the row fills in."""
        return len(self.profile) + len(self.mentor) + len(self.mentee) + bool(self.skills) + bool(self.gaps)

    @property
    def changes(self) -> bool:
        return bool(self.joins or self.filled)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do, row by row, in numbers too."""

    steps: tuple[Step, ...]

    @property
    def joining(self) -> Mapping[str, int]:
        return {side: sum(side in step.joins for step in self.steps) for side in Side.values}

    @property
    def filled(self) -> int:
        """How many people get details filled in."""
        return sum(bool(step.filled) for step in self.steps)

    @property
    def kept(self) -> int:
        """How many people said something themselves that differs."""
        return sum(bool(step.kept) for step in self.steps)

    @property
    def unchanged(self) -> int:
        return sum(not step.changes for step in self.steps)


@dataclass(frozen=True, slots=True)
class Applied:
    """What a file did."""

    joined: int
    filled: int
    unchanged: int
    notes: tuple[RowNote, ...] = ()


def plan_people(round_: Round, entries: Sequence[Entry], *, with_experiences: bool) -> Plan:
    """What these rows would change now. ``with_experiences``: the people agreed to be matched on what they named."""
    known = known_people(round_, (entry.email for entry in entries))
    return Plan(tuple(_step(entry, known, with_experiences=with_experiences) for entry in entries))


@transaction.atomic
def apply_people(
    round_: Round, entries: Sequence[Entry], *, with_experiences: bool, actor: User, now: datetime
) -> Applied:
    """Do what ``plan_people`` says. The same rows twice change nothing the second time.

    People without an account are given one. Rows of people whose account is closed are left out, and said.
    """
    # Two admins who confirm at once come one after the other, so that each sees what the other brought.
    Round.objects.select_for_update().get(pk=round_.pk)
    known = known_people(round_, (entry.email for entry in entries))
    steps: list[Step] = []
    notes: list[RowNote] = []
    for entry in entries:
        if _needs_account(entry, known.users.get(entry.email)):
            try:
                known.users[entry.email] = account_for(entry.email, name=entry.name, now=now)
            except AccountIsClosed as refusal:
                notes.append(RowNote(entry.row, str(refusal)))
                continue
        step = _step(entry, known, with_experiences=with_experiences)
        _adopt(step, known)
        steps.append(step)
    _store(round_, steps, known, now)
    plan = Plan(tuple(steps))
    done = Applied(sum(plan.joining.values()), plan.filled, plan.unchanged, tuple(notes))
    if len(plan.steps) > plan.unchanged:
        counts = {"joined": done.joined, "filled": done.filled}
        audit.record(
            actor=actor, action="mentoring.people_imported", about=round_, scope=round_.programme.scope, detail=counts,
            now=now,
        )  # fmt: skip
    return done


def _needs_account(entry: Entry, user: User | None) -> bool:
    """Whether ``account_for`` has anything to do: nobody there, closed, not theirs yet, or without a name."""
    if user is None or not user.is_active:
        return True
    return user.last_login is None and (user.has_usable_password() or bool(entry.name and not user.name))


def _step(entry: Entry, known: Known, *, with_experiences: bool) -> Step:
    user = known.users.get(entry.email)
    step = Step(entry, user)
    pk = user.pk if user else 0
    step.joins = tuple(side for side in entry.sides if (pk, side) not in known.participants)
    own = user is not None and known.has_spoken(user)
    _fill_profile(step, known.profiles.get(pk), known, own=own)
    if Side.MENTOR in entry.sides:
        mentor = known.mentors.get(pk)
        wanted: dict[str, Any] = {"helps_with": entry.about, "places": entry.places, "level_id": entry.job}
        if with_experiences:
            wanted["experiences"] = entry.experiences[Side.MENTOR]
        step.mentor = _fills(mentor, wanted, step, own=own)
        there = {one.skill_id: one.level for one in mentor.skills.all()} if mentor else {}
        if entry.skills and entry.skills != there:
            step.kept += bool(there) and own
            step.skills = {} if there and own else dict(entry.skills)
    if Side.MENTEE in entry.sides:
        mentee = known.mentees.get(pk)
        wanted = {"hopes": entry.about, "wanted": entry.wanted, "goal_id": entry.goal}
        if with_experiences:
            wanted["experiences"] = entry.experiences[Side.MENTEE]
        step.mentee = _fills(mentee, wanted, step, own=own)
        have = entry.skills
        gaps = {skill: (have.get(skill), to) for skill, to in entry.wants.items() if have.get(skill, 0) < to}
        there_too = {one.skill_id: (one.have, one.target) for one in mentee.gaps.all()} if mentee else {}
        if gaps and gaps != there_too:
            step.kept += bool(there_too) and own
            step.gaps = {} if there_too and own else gaps
    return step


def _fills(row: Any, wanted: Mapping[str, Any], step: Step, *, own: bool) -> dict[str, Any]:
    """What to set of a mentor or a mentee. Numbers have a value from the start, so only the person's count as said."""
    fills: dict[str, Any] = {}
    for name, value in wanted.items():
        if value in (None, "", ()):
            continue
        there = getattr(row, name) if row is not None else None
        if there == value:
            continue
        if row is not None and own and there not in (None, "", ()):
            step.kept += 1
        else:
            fills[name] = value
    return fills


def _fill_profile(step: Step, profile: Profile | None, known: Known, *, own: bool) -> None:
    entry = step.entry
    wanted: dict[str, Any] = {
        "job_title": entry.job_title, "band": entry.band, "profession": entry.profession, "region": entry.region,
        "line_manager_email": entry.manager,
    }  # fmt: skip
    step.profile = _fills(profile, wanted, step, own=own)
    if not entry.organisation:
        return
    listed = known.organisations.get(entry.organisation.casefold())
    employer = {
        "employer": Profile.Employer.LISTED if listed else Profile.Employer.NOT_LISTED,
        "organisation_id": listed.pk if listed else None,
        "organisation_name": "" if listed else entry.organisation,
    }
    if profile is not None and all(getattr(profile, name) == value for name, value in employer.items()):
        return
    if profile is not None and own and profile.employer:
        step.kept += 1
    else:
        step.profile |= employer


def _adopt(step: Step, known: Known) -> None:
    """Put what a step sets into the rows at hand, so that the next row of the same person finds it there."""
    user = known.users[step.entry.email]
    step.user, pk = user, user.pk
    if step.profile:
        profile = known.profiles.setdefault(pk, Profile(user=user))
        _set(profile, step.profile)
    if Side.MENTOR in step.entry.sides:
        _set(known.mentors.setdefault(pk, Mentor(user=user, is_listed=False)), step.mentor)
    if Side.MENTEE in step.entry.sides:
        _set(known.mentees.setdefault(pk, Mentee(user=user)), step.mentee)


def _set(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _store(round_: Round, steps: list[Step], known: Known, now: datetime) -> None:
    """Everything that steps have set, in a constant number of statements."""
    users = {step.user.pk: step.user for step in steps if step.user}
    keep_profiles(known.profiles[step.user.pk] for step in steps if step.user and step.profile)
    mentors = [(known.mentors[step.user.pk], step.mentor) for step in _on(Side.MENTOR, steps) if step.user]
    mentees = [(known.mentees[step.user.pk], step.mentee) for step in _on(Side.MENTEE, steps) if step.user]
    for model, rows in ((Mentor, mentors), (Mentee, mentees)):
        _keep(model, (row for row, values in rows if values or row._state.adding))
    _store_skills([step for step in steps if step.skills or step.gaps], known)
    since = waiting_since(round_.programme, users, now=now)
    joined = Participant.objects.bulk_create(
        [
            Participant(
                round=round_, user=step.user, side=side, source=Participant.Source.FILE,
                waiting_since=since[step.user.pk] if side == Side.MENTEE else now,
            )
            for step in steps if step.user
            for side in step.joins
        ],
        batch_size=1000,
    )  # fmt: skip
    for one in joined:
        if one.user.last_login is not None:  # who has never been here hears when there is something to answer
            key = f"{PUT_IN}:{one.pk}"
            queue_email(letter=PUT_IN, about_id=one.pk, key=key, scope=round_.programme.scope, now=now)


def _on(side: str, steps: Iterable[Step]) -> Iterable[Step]:
    return (step for step in steps if side in step.entry.sides)


def _store_skills(steps: list[Step], known: Known) -> None:
    mentors = {known.mentors[step.user.pk].pk: step.skills for step in steps if step.user and step.skills}
    mentees = {known.mentees[step.user.pk].pk: step.gaps for step in steps if step.user and step.gaps}
    MentorSkill.objects.filter(mentor__in=list(mentors)).delete()
    MentorSkill.objects.bulk_create(
        [
            MentorSkill(mentor_id=mentor, skill_id=skill, level=level)
            for mentor, skills in mentors.items()
            for skill, level in skills.items()
        ],
        batch_size=1000,
    )
    MenteeGap.objects.filter(mentee__in=list(mentees)).delete()
    MenteeGap.objects.bulk_create(
        [
            MenteeGap(mentee_id=mentee, skill_id=skill, have=have, target=target)
            for mentee, gaps in mentees.items()
            for skill, (have, target) in gaps.items()
        ],
        batch_size=1000,
    )


def _keep(model: Any, rows: Iterable[Any]) -> None:
    """Insert rows that are new, and write those that are not."""
    unique = list({id(row): row for row in rows}.values())
    new = [row for row in unique if row._state.adding]
    model.objects.bulk_update([row for row in unique if not row._state.adding], FILLED[model], batch_size=200)
    model.objects.bulk_create(new, batch_size=1000)
