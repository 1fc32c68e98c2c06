"""When a cohort is asked, who is asked, and who is reminded."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.models import User
from careers.models import Skill
from common.refusals import Refused
from fellowship.models import Application, Cohort, CohortSkill, Fellow, Instrument, Response, Wave, WaveReminder
from fellowship.models.moves import ApplicationState, FellowState
from notifications.outbox import queue_emails

LETTER = "fellowship.questionnaire"
MOST_SKILLS = 12
# Days before the last day on which those who have not answered are reminded, first and last.
REMINDERS = (7, 2)
# Where each time usually lies: days after the start (or the end) of the cohort, first and last day.
_USUAL: dict[str, tuple[str, int, int]] = {
    Wave.Moment.BASELINE: ("starts_on", -35, 7),
    Wave.Moment.END: ("ends_on", -14, 21),
    Wave.Moment.SIX_MONTHS: ("ends_on", 182, 210),
    Wave.Moment.TWELVE_MONTHS: ("ends_on", 365, 393),
}
_MIDDLE_DAYS = 21


class AskedAlready(Refused):
    """People have answered at this time. Its questionnaire stays, and it cannot be taken out."""


class EnoughSkills(Refused):
    """That is enough: each is a question to everybody. Take one out first."""


class EndsTooEarly(Refused):
    """The last day must not be before the first."""


def usual_days(cohort: Cohort, moment: str) -> tuple[date, date]:
    """First and last day of a time, as most cohorts have it."""
    if moment == Wave.Moment.MIDDLE:
        middle = cohort.starts_on + (cohort.ends_on - cohort.starts_on) / 2
        return middle, middle + timedelta(days=_MIDDLE_DAYS)
    anchor, first, last = _USUAL[moment]
    day: date = getattr(cohort, anchor)
    return day + timedelta(days=first), day + timedelta(days=last)


@transaction.atomic
def plan_usual(cohort: Cohort, instrument: Instrument, *, actor: User, now: datetime) -> int:
    """Plan all five times that are not planned yet. Returns how many are new."""
    there = set(cohort.waves.values_list("moment", flat=True))
    new = [moment for moment in Wave.Moment.values if moment not in there]
    for moment in new:
        opens, closes = usual_days(cohort, moment)
        Wave.objects.create(cohort=cohort, moment=moment, instrument=instrument, opens_on=opens, closes_on=closes)
    if new:
        audit.record(
            actor=actor, action="fellowship.evaluation_planned", about=cohort, scope=cohort.programme.scope,
            detail={"moments": new}, now=now,
        )  # fmt: skip
    return len(new)


@transaction.atomic
def change_wave(
    wave: Wave, *, instrument: Instrument, opens_on: date, closes_on: date, asks_skills: bool, asks_connections: bool
) -> None:
    """Change a time. Raises EndsTooEarly, and AskedAlready for another questionnaire than was answered."""
    wave = Wave.objects.select_for_update(of=("self",), no_key=True).get(pk=wave.pk)
    if closes_on < opens_on:
        raise EndsTooEarly
    if instrument.pk != wave.instrument_id and wave.responses.exists():
        raise AskedAlready
    wave.instrument, wave.opens_on, wave.closes_on = instrument, opens_on, closes_on
    wave.asks_skills, wave.asks_connections = asks_skills, asks_connections
    wave.save()


@transaction.atomic
def take_wave_out(wave: Wave) -> None:
    """Take a time out of the plan. Raises AskedAlready once somebody has begun to answer."""
    wave = Wave.objects.select_for_update(of=("self",), no_key=True).get(pk=wave.pk)
    if wave.responses.exists():
        raise AskedAlready
    wave.delete()


@transaction.atomic
def add_skill(cohort: Cohort, skill: Skill) -> None:
    """One more skill that the cohort is about; there already: nothing. Raises EnoughSkills."""
    Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=cohort.pk)
    if cohort.skills.count() >= MOST_SKILLS:
        raise EnoughSkills
    CohortSkill.objects.get_or_create(cohort=cohort, skill=skill)


def state_of(wave: Wave, on: date) -> str:
    """``PLANNED``, ``OPEN`` or ``CLOSED``."""
    return "PLANNED" if on < wave.opens_on else "OPEN" if on <= wave.closes_on else "CLOSED"


def asked_ids(waves: Iterable[Wave]) -> dict[int, set[int]]:
    """By wave, the ids of the people who are asked, and of those who have answered and left since. Three queries.

    Before the start those who are getting ready are asked too; nobody who left the cohort is.
    """
    waves = list(waves)
    cohorts = {wave.cohort_id for wave in waves}
    fellows: dict[int, set[int]] = {}
    there = Fellow.objects.filter(cohort__in=cohorts, user__is_active=True).exclude(state=FellowState.LEFT)
    for cohort_id, user_id in there.order_by().values_list("cohort", "user"):
        fellows.setdefault(cohort_id, set()).add(user_id)
    ready: dict[int, set[int]] = {}
    coming = Application.objects.filter(
        call__cohort__in=cohorts, state=ApplicationState.ONBOARDING, user__is_active=True
    )
    for cohort_id, user_id in coming.order_by().values_list("call__cohort", "user"):
        ready.setdefault(cohort_id, set()).add(user_id)
    answered: dict[int, set[int]] = {}
    given = Response.objects.filter(wave__in=waves, handed_in_at__isnull=False).order_by()
    for wave_id, user_id in given.values_list("wave", "user"):
        answered.setdefault(wave_id, set()).add(user_id)
    return {
        wave.pk: fellows.get(wave.cohort_id, set())
        | (ready.get(wave.cohort_id, set()) if wave.moment == Wave.Moment.BASELINE else set())
        | answered.get(wave.pk, set())
        for wave in waves
    }


def people_of(wave: Wave) -> list[tuple[User, datetime | None]]:
    """Everybody who is asked, by name, and when they handed in. Five queries."""
    done = dict(wave.responses.filter(handed_in_at__isnull=False).values_list("user", "handed_in_at"))
    people = User.objects.filter(pk__in=asked_ids([wave])[wave.pk]).order_by("name", "email")
    return [(one, done.get(one.pk)) for one in people]


def is_asked(wave: Wave, user: User) -> bool:
    """Whether this person is asked at this time."""
    if Fellow.objects.filter(cohort=wave.cohort_id, user=user).exclude(state=FellowState.LEFT).exists():
        return True
    getting_ready = Application.objects.filter(
        call__cohort=wave.cohort_id, state=ApplicationState.ONBOARDING, user=user
    )
    return wave.moment == Wave.Moment.BASELINE and getting_ready.exists()


def waves_for(user: User, on: date) -> list[Wave]:
    """The times at which this person is asked now and has not handed in, the first to close first. Two queries."""
    cohorts = Cohort.objects.filter(
        Q(fellows__in=Fellow.objects.filter(user=user).exclude(state=FellowState.LEFT))
        | Q(call__applications__in=Application.objects.filter(user=user, state=ApplicationState.ONBOARDING))
    ).values("pk")
    done = Response.objects.filter(user=user, handed_in_at__isnull=False).values("wave")
    found = Wave.objects.filter(cohort__in=cohorts, opens_on__lte=on, closes_on__gte=on).exclude(pk__in=done)
    open_now = found.select_related("cohort__programme", "instrument").order_by("closes_on", "pk")
    fellow_of = set(Fellow.objects.filter(user=user).exclude(state=FellowState.LEFT).values_list("cohort", flat=True))
    return [wave for wave in open_now if wave.moment == Wave.Moment.BASELINE or wave.cohort_id in fellow_of]


@transaction.atomic
def remind_all(*, now: datetime) -> int:
    """Tell everybody who is asked now and has not answered, when it opens and before it closes. Returns how many.

    The clock calls it; who was told a time is not told it again, and who comes late is told once, not thrice.
    """
    today = timezone.localdate(now)
    found = Wave.objects.filter(opens_on__lte=today, closes_on__gte=today)
    waves = list(found.select_related("cohort__programme"))
    answered = set(
        Response.objects.filter(wave__in=waves, handed_in_at__isnull=False).values_list("wave_id", "user_id")
    )
    told: dict[tuple[int, int], int] = {}
    for wave_id, user_id, number in WaveReminder.objects.filter(wave__in=waves).values_list("wave", "user", "number"):
        told[wave_id, user_id] = max(number, told.get((wave_id, user_id), -1))
    new = []
    for wave_id, people in asked_ids(waves).items():
        wave = next(one for one in waves if one.pk == wave_id)
        due = sum(today >= wave.closes_on - timedelta(days=before) for before in REMINDERS)
        new += [
            WaveReminder(wave=wave, user_id=user_id, number=due)
            for user_id in people
            if (wave_id, user_id) not in answered and told.get((wave_id, user_id), -1) < due
        ]
    WaveReminder.objects.bulk_create(new, ignore_conflicts=True)
    fresh = {(one.wave_id, one.user_id, one.number) for one in new}
    made = WaveReminder.objects.filter(wave__in=waves).values_list("pk", "wave", "user", "number")
    scopes = {wave.pk: wave.cohort.programme.scope for wave in waves}
    keys: dict[str, dict[int, str]] = {}  # by the programme whose team sees the letters in its outbox
    for pk, wave_id, user_id, number in made:
        if (wave_id, user_id, number) in fresh:
            keys.setdefault(scopes[wave_id], {})[pk] = f"{LETTER}:{wave_id}:{user_id}:{number}"
    for scope, of_programme in keys.items():
        queue_emails(letter=LETTER, keys=of_programme, scope=scope, now=now)
    return sum(map(len, keys.values()))
