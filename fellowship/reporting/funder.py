"""The report to those who pay: reach, effectiveness, adoption, implementation, maintenance, with fixed definitions.

Every number about groups of people is rounded to the nearest five and shown from five on: nobody can be recognised, and
the difference between two numbers tells nothing about one person. See ADR 144.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from accounts.models import Region
from accounts.models.profile import BANDS_OR_NONE
from common.vocabulary import Profession
from fellowship.curriculum.attendance import attendance_of
from fellowship.evaluating.results import Comparison, comparisons_of, rates_of
from fellowship.measures import SMALLEST
from fellowship.models import (
    Activity,
    AlumniSurvey,
    Application,
    ApplicationMove,
    Cohort,
    Equality,
    Fellow,
    SetMeeting,
    SupportCheck,
    SupportLetter,
    Wave,
)
from fellowship.models.moves import ApplicationState, FellowState

S = ApplicationState
STAGES = ("Applied", "Shortlisted or further", "Offered a place", "Started", "Completed")
_SHORTLISTED = (
    S.SHORTLISTED, S.RESERVE, S.INTERVIEW_INVITED, S.INTERVIEW_BOOKED, S.INTERVIEWED, S.MISSED,
)  # fmt: skip
_OFFERED = (
    S.OFFERED, S.ACCEPTED, S.DECLINED, S.EXPIRED, S.OFFER_WITHDRAWN, S.ONBOARDING, S.ENROLLED, S.CONDITIONS_NOT_MET,
    S.DEFERRED,
)  # fmt: skip
_DONE = (FellowState.COMPLETED, FellowState.ALUMNI)
NOT_SAID = "Not said"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words with one cell for each column, as they are shown."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The five parts; a fact is words and what is known."""

    cohort: Cohort
    reach: tuple[Table, ...]
    effectiveness: tuple[Comparison, ...]
    adoption: tuple[tuple[str, str], ...]
    implementation: tuple[tuple[str, str], ...]
    maintenance: tuple[tuple[str, str], ...]
    kept: tuple[Comparison, ...]  # six and twelve months after
    equality: tuple[Table, ...]


def rounded(count: int) -> str:
    """A count of people as it leaves the house: to the nearest five, and nothing below."""
    if count < SMALLEST:
        return "fewer than 5" if count else "0"
    return str(5 * ((count + 2) // 5))


def share(part: int, of: int) -> str:
    """A share in steps of five per cent, from five people on: 29 of 30 does not tell of the one."""
    if of < SMALLEST:
        return "fewer than 5 people"
    return f"{5 * round(20 * part / of)}%"


def _of_those(part: int, of: int, who: str) -> str:
    """A share with how many it is of; in plain words where there is nobody."""
    if of == 0:
        return "Nobody has answered yet"
    return f"{share(part, of)} of {rounded(of)} {who}"


def report_of(cohort: Cohort, *, now: datetime) -> Report:
    """Everything, from the rows. Constant in queries."""
    today = timezone.localdate(now)
    applications = list(
        Application.objects.filter(call__cohort=cohort, submitted_at__isnull=False)
        .select_related("fellow")
        .only("pk", "state", "region", "profession", "band", "organisation_name", "fellow__state")
    )
    fellows = list(Fellow.objects.filter(cohort=cohort).select_related("application"))
    been = states_been_in(cohort)
    stages = {one.pk: stages_of(one, been.get(one.pk, ())) for one in applications}
    comparisons = comparisons_of(cohort, on=today)
    later = (Wave.Moment.SIX_MONTHS, Wave.Moment.TWELVE_MONTHS)
    return Report(
        cohort,
        reach=_reach(applications, stages),
        effectiveness=tuple(one for one in comparisons if one.wave.moment not in later),
        adoption=_adoption(fellows),
        implementation=_implementation(cohort, fellows, now),
        maintenance=_maintenance(cohort, fellows, today),
        kept=tuple(one for one in comparisons if one.wave.moment in later),
        equality=_equality(cohort, stages),
    )


def stages_of(application: Application, been: Collection[str] = ()) -> tuple[bool, ...]:
    """How far an application has come, one truth for each of ``STAGES``: each stage has been through those before.

    ``been``: states that it was in before the one it is in; who was turned down after an interview was shortlisted.
    """
    fellow = getattr(application, "fellow", None)
    states = {application.state, *been}
    completed = fellow is not None and fellow.state in _DONE
    started = fellow is not None or S.ENROLLED in states
    offered = started or not states.isdisjoint(_OFFERED)
    shortlisted = offered or not states.isdisjoint(_SHORTLISTED)
    return True, shortlisted, offered, started, completed


def states_been_in(cohort: Cohort) -> dict[int, list[str]]:
    """By application: the states it came to, in order, without those that were undone. One query."""
    found: dict[int, list[str]] = {}
    moves = ApplicationMove.objects.filter(application__call__cohort=cohort).order_by("pk")
    for application, before, after, is_undo in moves.values_list("application", "before", "after", "is_undo"):
        states = found.setdefault(application, [])
        if is_undo and before in states:
            states.remove(before)
        elif not is_undo:
            states.append(after)
    return found


def _by_stage(title: str, given: Iterable[tuple[str, tuple[bool, ...]]], order: Sequence[str]) -> Table:
    counts: dict[str, Counter[int]] = {}
    for word, stages in given:
        for number, reached in enumerate(stages):
            counts.setdefault(word, Counter())[number] += reached
    rank = {word: number for number, word in enumerate(order)}
    words = sorted(counts, key=lambda word: (word == NOT_SAID, rank.get(word, len(rank)), word))
    rows = tuple((word, tuple(rounded(counts[word][number]) for number in range(len(STAGES)))) for word in words)
    return Table(title, STAGES, rows)


def _reach(applications: Sequence[Application], stages: Mapping[int, tuple[bool, ...]]) -> tuple[Table, ...]:
    regions, bands, professions = dict(Region.choices), dict(BANDS_OR_NONE), dict(Profession.choices)

    def table(title: str, words: Mapping[str, object], name: str) -> Table:
        given = [(str(words.get(getattr(one, name), "")) or NOT_SAID, stages[one.pk]) for one in applications]
        return _by_stage(title, given, [str(word) for word in words.values()])

    everybody = _by_stage("Everybody", [("All applications", stages[one.pk]) for one in applications], [])
    return (
        everybody,
        table("Region", regions, "region"),
        table("Registered profession", professions, "profession"),
        table("Pay band", bands, "band"),
    )


def _adoption(fellows: Sequence[Fellow]) -> tuple[tuple[str, str], ...]:
    employers = {
        " ".join(one.application.organisation_name.casefold().split())
        for one in fellows if one.application is not None and one.application.organisation_name.strip()
    }  # fmt: skip
    confirmed = set(
        SupportLetter.objects.filter(application__fellow__in=fellows, state=SupportLetter.State.CONFIRMED).values_list(
            "application", "protected_time"
        )
    )
    supported = {application for application, _ in confirmed}
    with_time = {application for application, time in confirmed if time}
    return (
        ("Employers with at least one fellow", str(len(employers))),
        ("Fellows whose employer confirmed its support in writing", share(len(supported), len(fellows))),
        ("Fellows whose employer confirmed protected time in writing", share(len(with_time), len(fellows))),
    )


def _implementation(cohort: Cohort, fellows: Sequence[Fellow], now: datetime) -> tuple[tuple[str, str], ...]:
    stayed = [one for one in fellows if one.state != FellowState.LEFT]
    attended = attendance_of(cohort, stayed, now=now).share(stayed) if len(stayed) >= SMALLEST else None
    over = {"event__state": "PUBLISHED", "event__ends_at__lte": now}
    checks = SupportCheck.objects.filter(fellow__in=stayed).exclude(time="").order_by("asked_at", "pk")
    last = dict(checks.values_list("fellow", "time"))  # of several the last one stays
    all_of_it = sum(time == SupportCheck.Time.ALL for time in last.values())
    left = sum(one.state == FellowState.LEFT for one in fellows)
    return (
        ("Sessions held", str(Activity.objects.filter(cohort=cohort, **over).count())),
        ("Meetings of learning sets held", str(SetMeeting.objects.filter(learning_set__cohort=cohort, **over).count())),
        ("Mandatory sessions attended or made up for",
         "fewer than 5 people, or nothing noted yet" if attended is None else f"{5 * round(20 * attended)}%"),
        ("Fellows who said at the last check that they get all the protected time that was agreed",
         _of_those(all_of_it, len(last), "who answered")),
        ("Fellows who left before the end", rounded(left)),
    )  # fmt: skip


def _maintenance(cohort: Cohort, fellows: Sequence[Fellow], today: date) -> tuple[tuple[str, str], ...]:
    waves = list(cohort.waves.filter(moment__in=(Wave.Moment.SIX_MONTHS, Wave.Moment.TWELVE_MONTHS)))
    facts = [
        (f"Answered {rate.wave.get_moment_display().lower()}",
         _of_those(rate.answered, rate.asked, "asked"))
        for rate in rates_of(cohort, waves) if rate.wave.closes_on < today
    ]  # fmt: skip
    runs: dict[int, str] = {}
    works: dict[int, str] = {}
    surveys = AlumniSurvey.objects.filter(fellow__in=fellows, answered_at__isnull=False).order_by("year")
    for fellow, project_runs, works_in in surveys.values_list("fellow", "project_runs", "works_in_digital"):
        runs[fellow], works[fellow] = project_runs, works_in
    going = sum(word != AlumniSurvey.Runs.NO for word in runs.values())
    digital = sum(word != AlumniSurvey.Works.NO for word in works.values())
    answered = "who answered the last survey"
    facts.append(("Projects that still run, at least in part", _of_those(going, len(runs), answered)))
    facts.append(("Former fellows who work in digital health", _of_those(digital, len(works), answered)))
    return tuple(facts)


_EQUALITY = {
    "age": "Age", "disability": "Disabled", "ethnic_group": "Ethnic group", "sex": "Sex",
    "caring": "Caring for somebody",
}  # fmt: skip
_WORDS = {
    "yes": "Yes", "no": "No", "asian": "Asian or Asian British", "black": "Black, Black British, Caribbean or African",
    "mixed": "Mixed or multiple ethnic groups", "white": "White", "other": "Another ethnic group", "female": "Female",
    "male": "Male",
}  # fmt: skip


def _equality(cohort: Cohort, stages: Mapping[int, tuple[bool, ...]]) -> tuple[Table, ...]:
    """Equality answers by stage. They meet an application here alone, as counts."""
    answers = dict(
        Equality.objects.filter(application__call__cohort=cohort, application__submitted_at__isnull=False).values_list(
            "application", "answers"
        )
    )
    tables = []
    for name, title in _EQUALITY.items():
        given = []
        for pk, reached in stages.items():
            said = str((answers.get(pk) or {}).get(name) or "")
            given.append((_WORDS.get(said, said) or NOT_SAID, reached))
        tables.append(_by_stage(title, given, [_WORDS[word] for word in _WORDS]))
    return tuple(tables)
