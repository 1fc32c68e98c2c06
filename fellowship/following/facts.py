"""What is known of the fellows of a cohort, for the chart of early warning. Constant in queries."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from events.models import Booking, Event
from fellowship.away import leaves_of
from fellowship.curriculum.attendance import MISSED, attendance_of
from fellowship.early_warning import Facts, Sign, days_between, is_on_leave
from fellowship.early_warning import Leave as Away
from fellowship.models import (
    Cohort,
    Fellow,
    Help,
    Milestone,
    Project,
    ProjectUpdate,
    Response,
    SetMeeting,
    SupportCheck,
    Wave,
)
from fellowship.updates import is_late, months_over
from mentoring.models import Match, Round

# By when, in days after the start, each early task is late: the project is named, a set meeting is attended.
PROJECT_NAMED = 28


def facts_of(cohort: Cohort, fellows: Sequence[Fellow], *, now: datetime) -> dict[int, Facts]:
    """By the fellow's id. Eleven queries, however many fellows there are."""
    today = timezone.localdate(now)
    leaves = leaves_of(fellows, today)
    came = _came(cohort, fellows, leaves, now)
    projects = {one.fellow_id: one for one in Project.objects.filter(fellow__in=fellows)}
    updates: dict[int, set[date]] = {}
    for fellow_id, month in ProjectUpdate.objects.filter(project__fellow__in=fellows).values_list(
        "project__fellow", "month"
    ):
        updates.setdefault(fellow_id, set()).add(month)
    written = ProjectUpdate.objects.filter(project__fellow__in=fellows).order_by().values_list("project__fellow")
    last_update = dict(written.annotate(Max("written_at")))
    stuck: dict[int, int] = {}
    late = Milestone.objects.filter(project__fellow__in=fellows, done_on=None, due_on__lt=today).order_by()
    for fellow_id, due_on in late.values_list("project__fellow", "due_on"):
        # What came due on leave waits until they are back for a day.
        stuck[fellow_id] = stuck.get(fellow_id, 0) + (days_between(due_on, today, leaves.get(fellow_id, ())) > 0)
    not_given = _time_not_given(fellows)
    asked = set(Help.objects.filter(fellow__in=fellows, answered_at=None).values_list("fellow", flat=True))
    unanswered = _unanswered(cohort, fellows, leaves, today)
    without_mentor = _without_mentor(cohort, fellows)
    found = {}
    for fellow in fellows:
        began = max(timezone.localdate(fellow.enrolled_at), cohort.starts_on)
        mandatory, run, last_there, no_set_yet = came[fellow.pk]
        project = projects.get(fellow.pk)
        worked = days_between(began, today, leaves.get(fellow.pk, ())) * float(fellow.share_of_time)
        early = no_set_yet + (project is None and worked > PROJECT_NAMED)
        since = {Sign.SILENT: _last_seen(fellow, began, last_there, last_update.get(fellow.pk))}
        if fellow.user_id in without_mentor:
            since[Sign.NO_MENTOR] = max(without_mentor[fellow.user_id], began)
        found[fellow.pk] = Facts(
            started_on=began,
            share_of_time=float(fellow.share_of_time),
            leaves=tuple(leaves.get(fellow.pk, ())),
            counts={
                Sign.EARLY_TASK: int(early),
                Sign.MISSED_DAY: mandatory,
                Sign.MISSED_IN_A_ROW: run,
                Sign.UPDATE_LATE: _late_updates(
                    project, fellow, updates.get(fellow.pk, set()), leaves.get(fellow.pk, []), today, cohort
                ),
                Sign.STUCK: stuck.get(fellow.pk, 0),
                Sign.TIME_NOT_GIVEN: not_given.get(fellow.pk, 0),
                Sign.ASKED_FOR_HELP: int(fellow.pk in asked),
                Sign.SURVEY_MISSING: unanswered.get(fellow.user_id, 0),
            },
            since=since,
        )
    return found


def _came(
    cohort: Cohort, fellows: Sequence[Fellow], leaves: Mapping[int, Sequence[Away]], now: datetime
) -> dict[int, tuple[int, int, date | None, int]]:
    """By fellow: mandatory sessions missed; the last meetings of any kind missed in a row; when they last came; and 1
    if their set has met and they have come to none of its meetings. Six queries."""
    known = attendance_of(cohort, fellows, now=now)
    meetings = list(
        SetMeeting.objects.filter(
            learning_set__cohort=cohort, event__state=Event.State.PUBLISHED, event__ends_at__lte=now
        )
        .select_related("event")
        .order_by("event__starts_at")
    )
    noted: dict[tuple[int, int], str] = {
        (person, event): attendance
        for person, event, attendance in Booking.objects.filter(
            event__in=[one.event_id for one in meetings], state=Booking.State.BOOKED
        ).values_list("person", "event", "attendance")
    }
    found = {}
    for fellow in fellows:
        away = leaves.get(fellow.pk, ())
        rows = [
            (session.event.starts_at, str(came) in {str(one) for one in MISSED}, str(came) in ("Present", "Came late"))
            for session, came in known.of(fellow)
            if session.event is not None and came != "Not noted" and not _away(away, session.event.starts_at)
        ]
        of_set = [
            (one.event.starts_at, noted[fellow.user_id, one.event_id])
            for one in meetings
            if noted.get((fellow.user_id, one.event_id)) and not _away(away, one.event.starts_at)
        ]
        rows += [(at, word in ("ABSENT", "EXCUSED"), word in ("PRESENT", "LATE")) for at, word in of_set]
        rows.sort()
        run = 0
        for _, missed, _ in reversed(rows):
            if not missed:
                break
            run += 1
        there = [at for at, _, was_there in rows if was_there]
        none_of_set = bool(of_set) and not any(word in ("PRESENT", "LATE") for _, word in of_set)
        days = [one for one in known.missed_by(fellow) if one.event and not _away(away, one.event.starts_at)]
        found[fellow.pk] = (
            len(days), run, timezone.localdate(there[-1]) if there else None, int(none_of_set)
        )  # fmt: skip
    return found


def _away(leaves: Sequence[Away], at: datetime) -> bool:
    return is_on_leave(leaves, timezone.localdate(at))


def _last_seen(fellow: Fellow, began: date, last_there: date | None, last_update: datetime | None) -> date:
    """The last sign of life: signed in, came, or wrote an update; at least the start."""
    moments = [at for at in (fellow.user.last_login, last_update) if at is not None]
    return max([began, *(timezone.localdate(at) for at in moments), *([last_there] if last_there else [])])


def _late_updates(
    project: Project | None,
    fellow: Fellow,
    written: set[date],
    leaves: Sequence[Away],
    today: date,
    cohort: Cohort,
) -> int:
    """Months since the project began whose update is late, by the rule of ``fellowship.updates``."""
    if project is None:
        return 0
    months = set(months_over(project.started_on, cohort.ends_on, leaves, today)) - written
    return sum(is_late(month, float(fellow.share_of_time), leaves, today) for month in months)


def _time_not_given(fellows: Sequence[Fellow]) -> dict[int, int]:
    """Answers in a row, the newest first, that the protected time was not given in full. One query."""
    answers: dict[int, list[str]] = {}
    answered = SupportCheck.objects.filter(fellow__in=fellows).exclude(time="").order_by("fellow", "-asked_at", "-pk")
    for fellow_id, time in answered.values_list("fellow", "time"):
        answers.setdefault(fellow_id, []).append(time)
    found = {}
    for fellow_id, times in answers.items():
        bad = next((number for number, time in enumerate(times) if time == SupportCheck.Time.ALL), len(times))
        found[fellow_id] = bad
    return found


def _unanswered(
    cohort: Cohort, fellows: Sequence[Fellow], leaves: Mapping[int, Sequence[Away]], today: date
) -> dict[int, int]:
    """Questionnaires that closed since the person joined, not while they were on leave, and were not handed in; by the
    user's id. Two queries."""
    over = list(Wave.objects.filter(cohort=cohort, closes_on__lt=today))
    done = set(Response.objects.filter(wave__in=over, handed_in_at__isnull=False).values_list("wave_id", "user_id"))
    return {
        one.user_id: sum(
            (wave.pk, one.user_id) not in done
            and wave.closes_on >= timezone.localdate(one.enrolled_at)
            and not is_on_leave(leaves.get(one.pk, ()), wave.closes_on)
            for wave in over
        )
        for one in fellows
    }


def _without_mentor(cohort: Cohort, fellows: Sequence[Fellow]) -> Mapping[int, date]:
    """Since when those without a live pair have none, if the cohort's round is published; by the user's id.

    Since their last pair ended, else since the round was published. Two queries.
    """
    round_ = cohort.mentor_round
    if round_ is None or round_.state != Round.State.PUBLISHED:
        return {}
    people = [one.user_id for one in fellows]
    live: set[int] = set()
    ended: dict[int, date] = {}
    for user_id, state, ended_at in Match.objects.filter(programme=cohort.programme_id, mentee__in=people).values_list(
        "mentee", "state", "ended_at"
    ):
        if state in Match.LIVE:
            live.add(user_id)
        elif ended_at is not None:
            ended[user_id] = max(ended.get(user_id, date.min), timezone.localdate(ended_at))
    published = timezone.localdate(round_.published_at) if round_.published_at else cohort.starts_on
    return {user_id: max(ended.get(user_id, date.min), published) for user_id in people if user_id not in live}
