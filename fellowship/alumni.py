"""After the year: a directory by consent, invitations to mentor, and a survey once a year."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.models import ProgrammeRole, User
from accounts.roles import programmes_where
from accounts.written_letters import check_chosen
from common.refusals import Refused
from fellowship.letters.alumni import MENTOR_INVITED, SURVEY_ASKED
from fellowship.measures import SMALLEST
from fellowship.models import AlumniEntry, AlumniSurvey, Cohort, Fellow, MentorInvitation
from fellowship.models.moves import FellowState
from notifications.outbox import hold_emails

FINISHED = (FellowState.COMPLETED, FellowState.ALUMNI)


class NotFinished(Refused):
    """The directory is for those who have finished. Yours opens when your year is complete."""


class NobodyToAsk(Refused):
    """All of them were asked this already, or are mentors already. Nobody is left to write to."""


class NotAsked(Refused):
    """You were not asked this, or it was taken back."""


def directory_for(user: User, *, now: datetime) -> "QuerySet[AlumniEntry]":
    """The entries that this person may read: of programmes of which they are a fellow or alumnus, or in the team."""
    was_there = Fellow.objects.filter(user=user).exclude(state=FellowState.LEFT).values("cohort__programme")
    runs = programmes_where(user, ProgrammeRole.Role.values, now=now).values("pk")
    entries = AlumniEntry.objects.filter(fellow__user__is_active=True, fellow__state__in=FINISHED)
    return entries.filter(fellow__cohort__programme__in=was_there) | entries.filter(fellow__cohort__programme__in=runs)


@transaction.atomic
def keep_entry(fellow: Fellow, fields: Mapping[str, Any], *, now: datetime) -> AlumniEntry:
    """Put somebody who finished into the directory, as they wish. ``fields``: job, ask_me, shows_email.

    Raises NotFinished.
    """
    if fellow.state not in FINISHED:
        raise NotFinished
    entry, _ = AlumniEntry.objects.update_or_create(
        fellow=fellow, defaults=dict(fields), create_defaults={**fields, "consented_at": now}
    )
    return entry


def take_out(fellow: Fellow) -> None:
    """Take somebody out of the directory, at once and with everything they said there."""
    AlumniEntry.objects.filter(fellow=fellow).delete()


@transaction.atomic
def invite_to_mentor(cohort: Cohort, fellows: Collection[Fellow], *, expected: int, actor: User, now: datetime) -> int:
    """Hold an invitation to become a mentor for each of these; who is a mentor, or was asked by this cohort, gets none.

    Returns how many are held. Raises NobodyTicked, ListHasChanged, TooMany, NobodyToAsk.
    """
    check_chosen(fellows, expected)
    chosen = Fellow.objects.filter(pk__in=[one.pk for one in fellows], state__in=FINISHED, user__mentor=None)
    rows = MentorInvitation.objects.bulk_create(
        MentorInvitation(fellow=one, asked_by=actor, asked_at=now) for one in chosen.filter(mentor_invitations=None)
    )
    return _hold(MENTOR_INVITED, "fellowship.mentors_invited", cohort, rows, actor, now)


@transaction.atomic
def ask_survey(
    cohort: Cohort, fellows: Collection[Fellow], *, year: int, expected: int, actor: User, now: datetime
) -> int:
    """Hold the survey of a year for each of these; who was asked it already gets none. Returns how many are held.

    Raises NobodyTicked, ListHasChanged, TooMany, NobodyToAsk.
    """
    check_chosen(fellows, expected)
    chosen = Fellow.objects.filter(pk__in=[one.pk for one in fellows], state__in=FINISHED)
    rows = AlumniSurvey.objects.bulk_create(
        AlumniSurvey(fellow=one, year=year, asked_at=now) for one in chosen.exclude(surveys__year=year)
    )
    return _hold(SURVEY_ASKED, "fellowship.survey_asked", cohort, rows, actor, now)


def _hold(letter: str, action: str, cohort: Cohort, rows: Collection[Any], actor: User, now: datetime) -> int:
    if not rows:
        raise NobodyToAsk
    scope = cohort.programme.scope
    audit.record(actor=actor, action=action, about=cohort, scope=scope, detail={"people": len(rows)}, now=now)
    return hold_emails(letter=letter, keys={row.pk: f"{letter}:{row.pk}" for row in rows}, scope=scope, now=now)


@transaction.atomic
def answer_survey(survey_id: int, fields: Mapping[str, Any], *, now: datetime) -> AlumniSurvey:
    """Keep the answers; they may be changed. ``fields``: project_runs, works_in_digital, new_job, words, may_quote.

    Raises NotAsked.
    """
    survey = AlumniSurvey.objects.select_for_update().filter(pk=survey_id).first()
    if survey is None:
        raise NotAsked
    for name, value in fields.items():
        setattr(survey, name, value)
    survey.answered_at = survey.answered_at or now
    survey.save()
    return survey


@dataclass(frozen=True)
class Answers:
    """One year's survey of a cohort. Counts are None where fewer than five answered, or where they would tell."""

    year: int
    asked: int
    answered: int
    still_runs: int | None
    in_digital: int | None
    quotes: tuple[str, ...]


def answers_of(cohort: Cohort) -> list[Answers]:
    """What a cohort answered, by year, the newest first. One query."""
    by_year: dict[int, list[AlumniSurvey]] = {}
    for one in AlumniSurvey.objects.filter(fellow__cohort=cohort).order_by("-year", "pk"):
        by_year.setdefault(one.year, []).append(one)
    return [_counted(year, surveys) for year, surveys in by_year.items()]


def _counted(year: int, surveys: list[AlumniSurvey]) -> Answers:
    said = [one for one in surveys if one.answered_at]
    runs = sum(one.project_runs in (AlumniSurvey.Runs.BIGGER, AlumniSurvey.Runs.YES) for one in said)
    digital = sum(one.works_in_digital != AlumniSurvey.Works.NO for one in said)
    shown = len(said) >= SMALLEST
    quotes = tuple(sorted(one.words for one in said if one.may_quote and one.words)) if shown else ()
    return Answers(year, len(surveys), len(said), runs if shown else None, digital if shown else None, quotes)
