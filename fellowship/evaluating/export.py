"""Answers for people who study them: one row for each person and time, without anybody's name, and a codebook.

A person is a random word that differs in each file, so that two files cannot be laid beside each other. Times at which
fewer than five answered, and times that are not over, are left out; so is what people wrote in words.
"""

from collections.abc import Iterator
from datetime import date
from secrets import token_hex

from fellowship.evaluating.results import scores_of
from fellowship.measures import SMALLEST
from fellowship.models import Cohort, Item, ItemAnswer, Response, Wave
from fellowship.models.evaluation import HIGHEST

COUNTS = {
    "known": "Fellows of the cohort whom the person could ring",
    "worked": "Fellows with whom the person has worked on something",
    "organisations": "Organisations other than their own in which the person knows somebody",
}


def waves_to_export(cohort: Cohort, *, on: date) -> list[Wave]:
    """The times whose answers may leave. Two queries."""
    over = list(cohort.waves.filter(closes_on__lt=on).select_related("instrument"))
    counted: dict[int, int] = {}
    for wave_id in Response.objects.filter(wave__in=over, handed_in_at__isnull=False).values_list("wave", flat=True):
        counted[wave_id] = counted.get(wave_id, 0) + 1
    return [wave for wave in over if counted.get(wave.pk, 0) >= SMALLEST]


def items_to_export(waves: list[Wave]) -> list[tuple[str, Item]]:
    """Scale items with the names of their columns, retired ones too if they were answered. One query."""
    items = Item.objects.filter(instrument__in={wave.instrument_id for wave in waves}, kind=Item.Kind.SCALE).order_by(
        "instrument", "position", "pk"
    )
    return [(f"item_{number}", item) for number, item in enumerate(items, start=1)]


def columns_of(cohort: Cohort, waves: list[Wave]) -> list[str]:
    """The heading of the file."""
    names = [name for name, _ in items_to_export(waves)]
    skills = [f"skill_{slug}" for slug in cohort.skills.values_list("skill__slug", flat=True)]
    return ["person", "time", *names, *skills, *COUNTS]


def rows_of(cohort: Cohort, waves: list[Wave]) -> Iterator[list[object]]:
    """A row for each person and time, sorted by the random word. Constant in queries."""
    items = items_to_export(waves)
    skills = list(cohort.skills.values_list("skill", flat=True))
    scores = scores_of(cohort, waves)
    given: dict[tuple[int, int], dict[int, int | None]] = {}
    answered = ItemAnswer.objects.filter(
        response__wave__in=waves, response__handed_in_at__isnull=False, points__isnull=False
    )
    for wave_id, user, item, points in answered.values_list("response__wave", "response__user", "item", "points"):
        given.setdefault((wave_id, user), {})[item] = points
    done = Response.objects.filter(wave__in=waves, handed_in_at__isnull=False).order_by()
    pairs = list(done.values_list("user", "wave"))
    words = {user: token_hex(4) for user in {user for user, _ in pairs}}
    moments = {wave.pk: wave.moment for wave in waves}
    order = {wave.pk: number for number, wave in enumerate(waves)}
    for user, wave_id in sorted(pairs, key=lambda pair: (words[pair[0]], order[pair[1]])):
        ticked = given.get((wave_id, user), {})
        score = scores[wave_id]
        yield [
            words[user], moments[wave_id],
            *(ticked.get(item.pk, "") for _, item in items),
            *(_whole(score.skills.get(skill, {}).get(user)) for skill in skills),
            *(_whole(counts.get(user)) for counts in (score.known, score.worked, score.organisations)),
        ]  # fmt: skip


def codebook_of(cohort: Cohort, waves: list[Wave]) -> Iterator[list[object]]:
    """What each column means: name, meaning, values, aim."""
    yield ["person", "A random word for one person, the same at all times in this file and in no other", "text", ""]
    moments = "; ".join(f"{wave.moment}: {wave.get_moment_display()}" for wave in waves)
    yield ["time", "When the person was asked", moments, ""]
    for name, item in items_to_export(waves):
        turned = ". Agreeing means less of the aim" if item.is_reversed else ""
        gone = ". No longer asked" if item.is_retired else ""
        values = f"1 strongly disagree to {HIGHEST} strongly agree, as ticked; empty: no answer"
        yield [name, f"{item.text}{turned}{gone}", values, item.get_aim_display()]
    for slug, skill in cohort.skills.values_list("skill__slug", "skill__name"):
        values = "0 none yet, 1 awareness, 2 working, 3 practitioner, 4 expert; empty: no answer"
        yield [f"skill_{slug}", f"How the person sees their skill: {skill}", values, "Skilled"]
    for name, meaning in COUNTS.items():
        yield [name, meaning, "whole number; empty: not asked", "Connected"]


def _whole(value: float | None) -> object:
    return "" if value is None else int(value)
