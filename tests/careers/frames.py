"""Small frames for tests: made by hand, or at random by hypothesis."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from careers.frame import NO_BAND, Frame, Names, profession_mask
from common.vocabulary import Band, Profession

PROFESSIONS = (Profession.NURSE, Profession.DOCTOR)
FORK = ("TECHNICAL", "MANAGEMENT")
LADDERS = (
    ("SINGLE",),
    ("SINGLE",),
    ("SINGLE", "SINGLE"),
    ("SINGLE", "SINGLE", "SINGLE"),
    ("SINGLE", *FORK),
    ("SINGLE", *FORK, *FORK),
    (*FORK, "SINGLE"),
    ("SINGLE", *FORK, "SINGLE"),
)


@dataclass(frozen=True)
class Rung:
    """One level of a small frame. Levels are indexed, and slugged, in the order in which they are given."""

    role: int
    required: Sequence[int]
    band: tuple[str, str] | None = ("6", "6")
    order: int = 1
    track: str = "SINGLE"
    registration: int = 0
    professions: tuple[str, ...] = ()
    added: bool = False
    named: tuple[int, ...] = ()  # skills named without a required level


@dataclass(frozen=True)
class Point:
    """One starting point of a small frame."""

    brings: Sequence[int]
    band: tuple[str, str] | None = ("5", "5")
    background: str = "CORPORATE"
    profession: str = ""


def make_frame(rungs: Sequence[Rung], points: Sequence[Point] = ()) -> Frame:
    """A frame of these levels and starting points. The nth level is called ``level-00n``, the nth role ``role-00n``."""
    roles = 1 + max(rung.role for rung in rungs)
    required = np.array([rung.required for rung in rungs], np.uint8)
    named = required > 0
    for level, rung in enumerate(rungs):
        named[level, list(rung.named)] = True
    skills = required.shape[1]
    return Frame(
        skills=_names("skill", skills),
        families=_names("family", 1),
        roles=_names("role", roles),
        role_family=np.zeros(roles, np.int32),
        levels=_names("level", len(rungs)),
        level_role=np.array([rung.role for rung in rungs], np.int32),
        level_order=np.array([rung.order for rung in rungs], np.int32),
        level_track=tuple(rung.track for rung in rungs),
        band_low=np.array([_rank(rung.band, 0) for rung in rungs], np.int8),
        band_high=np.array([_rank(rung.band, 1) for rung in rungs], np.int8),
        added=np.array([rung.added for rung in rungs], bool),
        registration=np.array([rung.registration for rung in rungs], np.int8),
        professions=np.array([profession_mask(rung.professions) for rung in rungs], np.int64),
        required=required,
        named=named,
        points=_names("point", len(points)),
        point_background=tuple(point.background for point in points),
        point_band_low=np.array([_rank(point.band, 0) for point in points], np.int8),
        point_band_high=np.array([_rank(point.band, 1) for point in points], np.int8),
        point_professions=np.array(
            [profession_mask([point.profession] if point.profession else []) for point in points], np.int64
        ),
        brings=np.array([point.brings for point in points], np.uint8).reshape(len(points), skills),
    )


def _names(kind: str, count: int) -> Names:
    slugs = tuple(f"{kind}-{number:03}" for number in range(count))
    return Names(tuple(range(1, count + 1)), slugs, slugs)


def _rank(band: tuple[str, str] | None, end: int) -> int:
    return NO_BAND if band is None else Band(band[end]).rank


@st.composite
def bands(draw: st.DrawFn, around: int) -> tuple[str, str] | None:
    low = min(max(0, around + draw(st.integers(-1, 1))), len(Band) - 3)
    if draw(st.integers(0, 9)) == 9:
        return None
    return Band.from_rank(low), Band.from_rank(low + draw(st.integers(0, 2)))


@st.composite
def frames(draw: st.DrawFn, most_levels: int = 10) -> Frame:
    """Frames with forks, missing bands, registrations, levels without required levels and up to three points.

    Ladders are short and mostly rise, in skills and bands, so that routes of several moves are common.
    """
    skills = draw(st.integers(3, 5))
    ladders: list[list[str]] = []
    while (left := most_levels - sum(map(len, ladders))) > 0 and (len(ladders) < 3 or draw(st.integers(0, 4))):
        shapes = [shape for shape in LADDERS if len(shape) <= left]
        ladders.append(list(draw(st.sampled_from(shapes))))
    rungs = []
    for role, ladder in enumerate(ladders):
        required = draw(st.lists(st.sampled_from((0, 0, 1, 2, 3)), min_size=skills, max_size=skills))
        band = draw(st.integers(2, 4))
        for order, track in enumerate(ladder, start=1):
            registration = draw(st.sampled_from((0,) * 12 + (1, 2)))
            rungs.append(
                Rung(
                    role=role,
                    order=order,
                    track=track,
                    required=required,
                    band=draw(bands(band)),
                    registration=registration,
                    professions=tuple(draw(st.sets(st.sampled_from(PROFESSIONS)))) if registration else (),
                )
            )
            required = [min(4, max(0, needed + draw(st.sampled_from((0, 0, 1, 1, -1))))) for needed in required]
            band += draw(st.sampled_from((0, 1, 1, 3)))
    points = [
        Point(
            draw(st.lists(st.sampled_from((0, 0, 1, 2)), min_size=skills, max_size=skills)),
            draw(bands(draw(st.integers(2, 4)))),
            profession=draw(st.sampled_from(("", *PROFESSIONS))),
        )
        for _ in range(draw(st.integers(1, 3)))
    ]
    return make_frame(draw(st.permutations(rungs)), points)
