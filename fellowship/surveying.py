"""Asks alumni the survey of the year by itself: on each anniversary of the end of their cohort, with one reminder."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.preferences import people_who_refuse
from fellowship.alumni import FINISHED
from fellowship.letters.alumni import SURVEY_ASKED
from fellowship.models import AlumniSurvey, Cohort, Fellow
from notifications.models import Message
from notifications.outbox import queue_emails

YEARS = 5  # after the end
# A morning without a worker, or a fellow who completes late, loses nothing.
STILL_ASKED = timedelta(days=30)
REMIND_AFTER, REMIND_UNTIL = timedelta(days=14), timedelta(days=45)


def asks_on(cohort: Cohort, year: int) -> date:
    """The day of that year on which alumni of a cohort are asked."""
    try:
        return cohort.ends_on.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)


def ask_surveys(*, now: datetime) -> int:
    """Ask whose day has come, and remind once who has not answered. Returns how many are asked anew.

    Nobody is asked who was asked in that year already, by hand or by itself, who has closed their account, or who does
    not want this letter. The clock calls it.
    """
    today = timezone.localdate(now)
    asked = 0
    for year in (today.year, today.year - 1):
        ended = Cohort.objects.filter(ends_on__year__gte=year - YEARS, ends_on__year__lt=year)
        for cohort in ended.select_related("programme"):
            if asks_on(cohort, year) <= today <= asks_on(cohort, year) + STILL_ASKED:
                asked += _ask(cohort, year, now)
    _remind(now)
    return asked


@transaction.atomic
def _ask(cohort: Cohort, year: int, now: datetime) -> int:
    people = Fellow.objects.filter(cohort=cohort, state__in=FINISHED, user__is_active=True)
    chosen = people.exclude(surveys__year=year).exclude(user__in=people_who_refuse(SURVEY_ASKED))
    fellows = set(chosen.values_list("pk", flat=True))
    new = (AlumniSurvey(fellow_id=pk, year=year, asked_at=now) for pk in sorted(fellows))
    AlumniSurvey.objects.bulk_create(new, ignore_conflicts=True)
    rows = AlumniSurvey.objects.filter(fellow__in=fellows, year=year, asked_at=now).values_list("pk", flat=True)
    keys = {pk: f"{SURVEY_ASKED}:{pk}" for pk in rows}
    queue_emails(letter=SURVEY_ASKED, keys=keys, scope=cohort.programme.scope, now=now)
    return len(keys)


def _remind(now: datetime) -> None:
    """One more letter two weeks after the first has left, also where the team asked by hand."""
    left = Message.objects.filter(
        letter=SURVEY_ASKED, state=Message.State.SENT, finished_at__lte=now - REMIND_AFTER,
        finished_at__gt=now - REMIND_UNTIL,
    )  # fmt: skip
    silent = AlumniSurvey.objects.filter(pk__in=left.values("about_id"), answered_at=None)
    silent = silent.filter(fellow__user__is_active=True)
    keys: dict[str, dict[int, str]] = {}
    for survey in silent.select_related("fellow__cohort__programme"):
        keys.setdefault(survey.fellow.cohort.programme.scope, {})[survey.pk] = f"{SURVEY_ASKED}:{survey.pk}:again"
    for scope, of_programme in keys.items():
        queue_emails(letter=SURVEY_ASKED, keys=of_programme, scope=scope, now=now)
