"""Counting how fellows stand, raising flags, and telling who must see to them.

The clock counts each half hour, so that whoever must act is told within an hour of a rule being met. A flag goes to the
fellow's adviser, or to who stands in; a critical one that nobody has looked at in time goes one step further up the
line, in the end to the owners (accounts.acting).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from fellowship.early_warning import USUAL, Level, Reason, Rule, Sign, Thresholds, warn
from fellowship.early_warning import Standing as Counted
from fellowship.following.facts import facts_of
from fellowship.hearing import line_about, who_hears
from fellowship.models import (
    Cohort,
    Fellow,
    Flag,
    FlagAlert,
    FlagStep,
    Help,
    Standing,
    WarningLevel,
    WarningRules,
)
from fellowship.models.moves import CohortState, FellowState
from notifications.outbox import queue_email

LETTER = "fellowship.warning"
# From this level on somebody is asked to see to it.
RAISED_FROM = Level.MEDIUM
# Days until it should be settled, by level.
DUE_DAYS: Mapping[int, int] = {Level.MEDIUM: 14, Level.HIGH: 7, Level.CRITICAL: 2}
# A critical flag that nobody has opened for so long is told one step further up.
UNSEEN_FOR = timedelta(hours=24)
WEEKS_LATER = timedelta(days=28)

WORDS: Mapping[Sign, tuple[str, str]] = {
    Sign.EARLY_TASK: ("{} of the first tasks is overdue", "{} of the first tasks are overdue"),
    Sign.MISSED_DAY: ("{} mandatory session missed and not made up for",
                      "{} mandatory sessions missed and not made up for"),
    Sign.MISSED_IN_A_ROW: ("the last meeting missed", "the last {} meetings missed"),
    Sign.SILENT: ("not seen for {} week", "not seen for {} weeks"),
    Sign.UPDATE_LATE: ("{} monthly update overdue", "{} monthly updates overdue"),
    Sign.STUCK: ("{} milestone overdue", "{} milestones overdue"),
    Sign.NO_MENTOR: ("{} week without a mentor", "{} weeks without a mentor"),
    Sign.TIME_NOT_GIVEN: ("said {} time that protected time was not given in full",
                          "said {} times running that protected time was not given in full"),
    Sign.ASKED_FOR_HELP: ("asked to be spoken to", "asked to be spoken to"),
    Sign.SURVEY_MISSING: ("{} questionnaire not answered", "{} questionnaires not answered"),
}  # fmt: skip


def reason_words(reason: Mapping[str, int | str]) -> str:
    """One stored reason as a sentence's part, with its points."""
    count, points = int(reason["count"]), int(reason["points"])
    one, many = WORDS[Sign(str(reason["sign"]))]
    return f"{(one if count == 1 else many).format(count)} ({points} point{'' if points == 1 else 's'})"


def chart_of(rules: WarningRules | None) -> tuple[Mapping[Sign, Rule], Thresholds]:
    """The chart of a programme: the usual one where it says nothing else."""
    if rules is None:
        return USUAL, Thresholds()
    chart = {}
    for sign, usual in USUAL.items():
        if sign in rules.off:
            continue
        values = asdict(usual)
        values["first"] = int(rules.firsts.get(sign, usual.first))
        values["points"] = int(rules.points.get(sign, usual.points))
        values["most"] = max(usual.most, values["points"])
        chart[sign] = Rule(**values)
    return chart, Thresholds(rules.low, rules.medium, rules.high, rules.critical)


def count_all(*, now: datetime) -> int:
    """Count the fellows of all running cohorts. Returns how many flags were raised or went up. The clock calls it."""
    raised = 0
    for cohort in Cohort.objects.filter(state=CohortState.RUNNING).select_related("programme", "mentor_round"):
        raised += count_cohort(cohort, now=now)
    tell_further_up(now=now)
    look_back(now=now)
    return raised


def count_cohort(cohort: Cohort, *, now: datetime) -> int:
    """Count one cohort anew. Returns how many flags were raised or went up."""
    today = timezone.localdate(now)
    everybody = Fellow.objects.filter(cohort=cohort)
    # Paused ones too: they may ask for help, though nothing else counts while they are away.
    fellows = list(everybody.filter(state__in=(FellowState.ACTIVE, FellowState.PAUSED)).select_related("user"))
    chart, thresholds = chart_of(WarningRules.objects.filter(programme=cohort.programme_id).first())
    facts = facts_of(cohort, fellows, now=now)
    for_paused: Mapping[Sign, Rule] = {sign: rule for sign, rule in chart.items() if sign == Sign.ASKED_FOR_HELP}
    counted = {
        one.pk: warn(
            facts[one.pk], on=today, rules=for_paused if one.state == FellowState.PAUSED else chart,
            thresholds=thresholds,
        )
        for one in fellows
    }  # fmt: skip
    _keep(fellows, counted, now)
    Standing.objects.filter(fellow__cohort=cohort).exclude(fellow__in=counted).delete()
    open_flags = {flag.fellow_id: flag for flag in Flag.objects.filter(fellow__cohort=cohort, ended_at=None)}
    raised = 0
    for fellow in fellows:
        standing, flag = counted[fellow.pk], open_flags.get(fellow.pk)
        if standing.level >= RAISED_FROM or flag is not None:
            raised += _follow(fellow, standing, cohort, now=now, today=today)
    for gone in set(open_flags) - set(counted):
        _end_by_itself(open_flags[gone], now)
    return raised


def _keep(fellows: Sequence[Fellow], counted: Mapping[int, Counted], now: datetime) -> None:
    rows = [
        Standing(
            fellow=one, points=counted[one.pk].points, level=int(counted[one.pk].level),
            reasons=reasons_of(counted[one.pk]), counted_at=now,
        )
        for one in fellows
    ]  # fmt: skip
    Standing.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["fellow"],
        update_fields=["points", "level", "reasons", "counted_at", "updated_at"],
    )  # fmt: skip


def reasons_of(standing: Counted) -> list[dict[str, int | str]]:
    """The reasons as they are stored."""
    return [{"sign": one.sign.value, "count": one.count, "points": one.points} for one in standing.reasons]


@transaction.atomic
def _follow(fellow: Fellow, standing: Counted, cohort: Cohort, *, now: datetime, today: date) -> bool:
    """Raise a flag, or bring the open one up to date. Whether it is new or went up. Two workers at once raise one."""
    Fellow.objects.select_for_update(of=("self",), no_key=True).get(pk=fellow.pk)
    flag = Flag.objects.filter(fellow=fellow, ended_at=None).first()
    if flag is None:
        if standing.level < RAISED_FROM or _is_settled(fellow, standing, now):
            return False
        _raise(fellow, standing, cohort, now, today)
        return True
    asked = Help.objects.filter(fellow=fellow, answered_at=None).exists()
    if standing.level < RAISED_FROM and not asked:
        _end_by_itself(flag, now)
        return False
    before = flag.level
    if standing.level >= flag.level or not asked:  # who asked to be spoken to is answered by a person, not by points
        flag.points, flag.reasons, flag.level = standing.points, reasons_of(standing), int(standing.level)
    went_up = flag.level > before
    if flag.level != before:
        words = f"From {WarningLevel(before).label.lower()} to {flag.get_level_display().lower()}"
        FlagStep.objects.create(flag=flag, kind=FlagStep.Kind.LEVEL, at=now, text=words)
    if went_up:
        flag.due_on = min(flag.due_on, due_on(flag.level, today))
        flag.snoozed_until, flag.seen_at, flag.told_step = None, None, 0
        _tell(flag, _line(fellow, flag, cohort, now), 0, now, again=f":{flag.level}:{today}")
    elif flag.snoozed_until is not None and flag.snoozed_until <= today:
        back, flag.snoozed_until = f":{flag.snoozed_until}", None
        FlagStep.objects.create(flag=flag, kind=FlagStep.Kind.SNOOZED, at=now, text="It is back")
        _tell(flag, _line(fellow, flag, cohort, now), 0, now, again=back)
    flag.save()
    return went_up


def _is_settled(fellow: Fellow, standing: Counted, now: datetime) -> bool:
    """Whether somebody dealt with just this in the last four weeks. What was missed stays missed, and its points with
    it; only what is new or worse, or a new call for help, asks for somebody again."""
    last = Flag.objects.filter(fellow=fellow, end=Flag.End.DONE, ended_at__gt=now - WEEKS_LATER).first()
    if last is None:
        return False
    before = {one["sign"]: one["points"] for one in last.reasons}
    if any(one.sign != Sign.ASKED_FOR_HELP and one.points > before.get(one.sign, 0) for one in standing.reasons):
        return False
    return not Help.objects.filter(fellow=fellow, answered_at=None, asked_at__gt=last.ended_at).exists()


def _raise(fellow: Fellow, standing: Counted, cohort: Cohort, now: datetime, today: date) -> Flag:
    fellow.cohort = cohort
    owner = who_hears(fellow, now=now)
    flag = Flag.objects.create(
        fellow=fellow, level=int(standing.level), points=standing.points, reasons=reasons_of(standing), raised_at=now,
        owner=owner, due_on=due_on(int(standing.level), today),
    )  # fmt: skip
    FlagStep.objects.create(flag=flag, kind=FlagStep.Kind.RAISED, at=now, text=flag.get_level_display())
    _tell(flag, _line(fellow, flag, cohort, now), 0, now)
    flag.save()
    return flag


def due_on(level: int, today: date) -> date:
    """By when a flag of that level should be settled."""
    return today + timedelta(days=DUE_DAYS[level])


def _line(fellow: Fellow, flag: Flag, cohort: Cohort, now: datetime) -> list[list[User]]:
    """Who is told, step by step: the flag's owner, who stands in, the programme's owners; never the fellow."""
    return line_about(cohort.programme, fellow.user, flag.owner or fellow.adviser, now=now)


def _tell(flag: Flag, line: list[list[User]], step: int, now: datetime, again: str = "") -> None:
    """Queue a letter to everybody of a step: one for each level of a flag, and one when it comes back (``again``)."""
    if step >= len(line):
        return
    for user in line[step]:
        alert, _ = FlagAlert.objects.get_or_create(flag=flag, user=user, level=flag.level, defaults={"told_at": now})
        scope = flag.fellow.cohort.programme.scope
        queue_email(letter=LETTER, about_id=alert.pk, key=f"{LETTER}:{alert.pk}{again}", scope=scope, now=now)
        FlagStep.objects.create(flag=flag, kind=FlagStep.Kind.TOLD, at=now, text=str(user)[:1000])
    flag.told_at, flag.told_step = now, step


def tell_new_owner(flag: Flag, step_id: int, *, now: datetime) -> None:
    """Tell who was given a flag. Until they open it, it goes up like a new one. The caller saves the flag."""
    if flag.owner is not None:
        flag.seen_at = None
        _tell(flag, [[flag.owner]], 0, now, again=f":given{step_id}")


def tell_further_up(*, now: datetime) -> int:
    """Tell the next in line of critical flags that nobody has opened in time. Returns how many."""
    late = Flag.objects.filter(
        ended_at=None, level=Level.CRITICAL, seen_at=None, told_at__lt=now - UNSEEN_FOR
    ).values_list("pk", flat=True)
    told = 0
    for pk in list(late[:500]):
        with transaction.atomic():
            flag = (
                Flag.objects.select_for_update(of=("self",), no_key=True)
                .select_related("fellow__cohort__programme", "fellow__adviser", "owner")
                .get(pk=pk)
            )
            if flag.seen_at is not None or flag.ended_at is not None:
                continue
            line = _line(flag.fellow, flag, flag.fellow.cohort, now)
            if flag.told_step + 1 >= len(line):
                flag.told_at = now  # everybody has been told; ask again who is there tomorrow
            else:
                _tell(flag, line, flag.told_step + 1, now)
                told += 1
            flag.save()
    return told


def _end_by_itself(flag: Flag, now: datetime) -> None:
    flag.ended_at, flag.end = now, Flag.End.PASSED
    flag.save()
    FlagStep.objects.create(flag=flag, kind=FlagStep.Kind.ENDED, at=now, text=Flag.End.PASSED.label)


def look_back(*, now: datetime) -> None:
    """Four weeks after a flag ended, note how the fellow stands: whether what was done helped."""
    due = Flag.objects.filter(ended_at__lt=now - WEEKS_LATER, points_later=None)
    flags = list(due.select_related("fellow__standing")[:500])
    for flag in flags:
        standing = getattr(flag.fellow, "standing", None)
        flag.points_later = standing.points if standing is not None else 0
    Flag.objects.bulk_update(flags, ["points_later"])


@transaction.atomic
def ask_for_help(fellow: Fellow, *, text: str, now: datetime) -> Help:
    """The fellow asks to be spoken to. Asked already: the open one, with the new words.

    Somebody is told at once, whatever the rules of the programme say, whatever the cohort is at, and also where another
    flag is open or put off already.
    """
    Fellow.objects.select_for_update(of=("self",), no_key=True).get(pk=fellow.pk)
    asked = Help.objects.filter(fellow=fellow, answered_at=None).first()
    if asked is not None:
        if text:
            asked.text = text
            asked.save()
        return asked
    asked = Help.objects.create(fellow=fellow, text=text, asked_at=now)
    before = set(_told(fellow))
    if fellow.cohort.state == CohortState.RUNNING:
        count_cohort(fellow.cohort, now=now)
    if set(_told(fellow)) == before:
        flag = Flag.objects.filter(fellow=fellow, ended_at=None).first()
        if flag is None:
            reason = Reason(Sign.ASKED_FOR_HELP, 1, USUAL[Sign.ASKED_FOR_HELP].points)
            _raise(
                fellow, Counted(reason.points, Level.CRITICAL, (reason,)), fellow.cohort, now, timezone.localdate(now)
            )
        else:
            flag.snoozed_until, flag.seen_at, flag.told_step = None, None, 0
            _tell(flag, _line(fellow, flag, fellow.cohort, now), 0, now, again=f":help{asked.pk}")
            flag.save()
    return asked


def _told(fellow: Fellow) -> list[int]:
    """The alerts of the fellow's open flag."""
    return list(FlagAlert.objects.filter(flag__fellow=fellow, flag__ended_at=None).values_list("pk", flat=True))
