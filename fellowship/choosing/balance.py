"""How a choice is spread over regions, professions, pay bands and employers, beside those it is chosen from."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from accounts.models import Region
from accounts.models.profile import BANDS_OR_NONE
from common.vocabulary import Profession
from fellowship.models import Application

NOT_SAID = "Not said"
SHOWN_EMPLOYERS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One value: how many have it among all, chosen now, and chosen afterwards; shares in whole per cent."""

    words: str
    pool: int
    now: int
    after: int
    pool_share: int
    after_share: int


@dataclass(frozen=True, slots=True)
class Spread:
    """One characteristic with its rows, the most frequent first. ``more``: rows that are not shown."""

    title: str
    rows: tuple[Row, ...]
    more: int


def employer_of(application: Application) -> str:
    """The employer, so that small differences in writing are one."""
    return " ".join(application.organisation_name.split())


_Value = Callable[[Application], str]
_REGIONS, _BANDS, _PROFESSIONS = dict(Region.choices), dict(BANDS_OR_NONE), dict(Profession.choices)
CHARACTERISTICS: tuple[tuple[str, _Value], ...] = (
    ("Region", lambda one: str(_REGIONS.get(one.region, one.region))),
    ("Registered profession", lambda one: str(_PROFESSIONS.get(one.profession, one.profession))),
    ("Pay band", lambda one: str(_BANDS.get(one.band, one.band))),
    ("Employer", employer_of),
)


def words_of(application: Application) -> tuple[str, ...]:
    """Region, registered profession, pay band and employer, in words."""
    return tuple(value(application) for _, value in CHARACTERISTICS)


def balance(
    pool: Sequence[Application], now: Iterable[Application], after: Iterable[Application]
) -> tuple[Spread, ...]:
    """The spread of each characteristic over the pool, what is chosen now, and what would be."""
    chosen, then = list(now), list(after)
    return tuple(_spread(title, value, pool, chosen, then) for title, value in CHARACTERISTICS)


def _spread(
    title: str, value: _Value, pool: Sequence[Application], now: Sequence[Application], after: Sequence[Application]
) -> Spread:
    counts = [Counter((value(one) or NOT_SAID).casefold() for one in some) for some in (pool, now, after)]
    words = {(value(one) or NOT_SAID).casefold(): value(one) or NOT_SAID for one in pool}
    order = sorted(counts[0], key=lambda key: (-counts[2][key], -counts[0][key], key))
    rows = tuple(
        Row(
            words=words[key], pool=counts[0][key], now=counts[1][key], after=counts[2][key],
            pool_share=_percent(counts[0][key], len(pool)), after_share=_percent(counts[2][key], len(after)),
        )
        for key in order
    )  # fmt: skip
    shown = rows[:SHOWN_EMPLOYERS] if value is employer_of else rows
    return Spread(title, shown, len(rows) - len(shown))


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
