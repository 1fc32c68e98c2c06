"""What closes the gaps of a route: learning that teaches the skills gained, and what to do at work where none does."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from careers.frame import NO_BAND, Frame
from careers.models import Activity, CostBand, LearningKind, LearningSkill, LearningStatus
from careers.pathways import Move, Route
from common.vocabulary import Band, SkillLevel

MOST_LESSONS = 2
# Where a skill has no activity either, so that no next step is ever empty.
ASK_SOMEONE = "Ask someone who does this well to let you work beside them, and agree on one small piece to do yourself."
_COST_ORDER = {cost: place for place, cost in enumerate(("FREE", "FUNDED", "UNKNOWN", "PAID"))}
_COST_WORDS = {CostBand.FREE: "free", CostBand.FUNDED: "funded", CostBand.PAID: "paid"}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A piece of learning that takes a typical learner to ``reaches`` (1 to 4) of one skill."""

    name: str
    slug: str
    kind: str
    cost: str
    last_checked: date | None
    backgrounds: tuple[str, ...]  # empty: any
    professions: tuple[str, ...]  # empty: not known
    band_low: str
    band_high: str
    reaches: int

    def is_open_to(self, backgrounds: Collection[str], professions: Collection[str], band: int) -> bool:
        """Whether someone may join as far as is known. Unknown is a maybe, on either side."""
        if backgrounds and self.backgrounds and not set(backgrounds) & set(self.backgrounds):
            return False
        if self.professions and not set(professions) & set(self.professions):
            return False
        if band == NO_BAND:
            return True
        return not (
            (self.band_low and band < Band(self.band_low).rank) or (self.band_high and band > Band(self.band_high).rank)
        )

    def words(self, wanted: int) -> str:
        """What to know before following the link: "qualification, paid, takes you to working, not checked by us"."""
        parts = [LearningKind(self.kind).label.lower()]
        parts += [_COST_WORDS[CostBand(self.cost)]] if self.cost in _COST_WORDS else []
        parts += [f"takes you to {SkillLevel(self.reaches).label.lower()}"] if self.reaches < wanted else []
        parts += ["not checked by us"] if self.last_checked is None else []
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Gain:
    """A skill that a move adds or raises. ``at_work`` is a thing to do wherever no learning is known to be enough."""

    skill: int  # in the frame
    before: int
    after: int
    lessons: tuple[Lesson, ...]
    at_work: str


class WaysToLearn:
    """Looks up the learning and the activities for all moves of all routes at once: two queries.

    ``backgrounds`` are those of the person's starting points, empty where they are not known; ``professions`` those
    they are registered for.
    """

    def __init__(
        self,
        frame: Frame,
        routes: Iterable[Route],
        *,
        backgrounds: Collection[str] = (),
        professions: Collection[str] = (),
    ) -> None:
        self._frame = frame
        self._backgrounds = backgrounds
        self._professions = professions
        skills = {frame.skills.ids[gain[0]] for route in routes for move in route.moves for gain in move.gained}
        self._lessons: dict[int, list[Lesson]] = defaultdict(list)
        taught = LearningSkill.objects.filter(skill_id__in=skills, learning__retired_at=None)
        fields = ("name", "slug", "kind", "cost_band", "last_checked", "backgrounds", "professions", "band_low")
        rows = taught.exclude(learning__status=LearningStatus.CLOSED).values_list(
            "skill_id", *(f"learning__{field}" for field in fields), "learning__band_high", "reaches"
        )
        for skill, *row in rows:
            self._lessons[skill].append(Lesson(*row))
        activities = Activity.objects.filter(skill_id__in=skills).order_by("-order", "pk")
        # The first of each skill is written last and stays.
        self._activities: dict[int, str] = dict(activities.values_list("skill_id", "activity"))

    def for_move(self, move: Move) -> list[Gain]:
        """Each skill of a move with what teaches it, the biggest step first."""
        gains = [self._gain(skill, before, after, move.band_before) for skill, before, after in move.gained]
        return sorted(gains, key=lambda gain: (gain.before - gain.after, self._frame.skills.names[gain.skill]))

    def _gain(self, skill: int, before: int, after: int, band: int) -> Gain:
        pk = self._frame.skills.ids[skill]
        useful = [
            lesson
            for lesson in self._lessons[pk]
            if lesson.reaches > before and lesson.is_open_to(self._backgrounds, self._professions, band)
        ]
        useful.sort(key=lambda lesson: _order(lesson, after))
        enough = bool(useful) and useful[0].reaches >= after
        at_work = "" if enough else self._activities.get(pk, ASK_SOMEONE)
        return Gain(skill, before, after, tuple(useful[:MOST_LESSONS]), at_work)


def _order(lesson: Lesson, wanted: int) -> tuple[bool, int, bool, int, str]:
    """Enough first and not far more than asked for, then what was looked up, then the cheapest, then by name."""
    enough = lesson.reaches >= wanted
    return (
        not enough,
        lesson.reaches if enough else -lesson.reaches,
        lesson.last_checked is None,
        _COST_ORDER[lesson.cost],
        lesson.name,
    )
