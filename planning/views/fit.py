"""How well I fit every level of every role."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from careers.frame import NO_BAND, Frame, current_frame
from common.lists import list_page
from common.vocabulary import Band, SkillLevel
from planning.fit import CLOSE, MOST_LIFTED, NEAR, Distance, Fits
from planning.forms.fit import FitFilters
from planning.models import Assessment
from planning.standing import Standing, fits_of, standing_of
from planning.views.assessment import with_assessment

PER_PAGE = 50


@dataclass(frozen=True)
class ShownFit:
    """A level in the list, with its reasons. ``missing`` names the skills that are short, in one breath."""

    name: str
    url: str
    family: str
    band_low: str
    band_high: str
    without_band: str
    per_cent: int
    far: str
    reasons: str
    missing: str
    lift: str


@require_safe
@with_assessment
def fit_list(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Every level with the fit of this person, the best first. Four queries, two more signed out."""
    frame = current_frame()
    standing = standing_of(frame, assessment)
    moved, alone = fits_of(frame, standing)
    form = FitFilters(request.GET, frame=frame, moved=moved, alone=alone)
    page = list_page(request, form, list(alone.order), PER_PAGE)
    context = {
        "list": page,
        "assessment": assessment,
        "rows": [show_fit(frame, standing, moved if form.sort == "moved" else alone, level) for level in page.rows],
        "groups": groups(alone),
        "close": CLOSE, "near": NEAR, "most_lifted": f"{MOST_LIFTED:g}",
        "moves": bool(moved.lift.any()),
        "known": sum(level is not None for level in standing.answers.values()),
    }  # fmt: skip
    return render(request, "planning/fit_list.html", context)


def groups(fits: Fits) -> list[tuple[str, str, int]]:
    """(words, address, how many levels) for each distance."""
    there = fits.fit[list(fits.order)] * 100
    close, near = int((there >= CLOSE).sum()), int((there >= NEAR).sum())
    counts = {Distance.CLOSEST: close, Distance.ONE_STEP: near - close, Distance.STRETCH: len(there) - near}
    return [(one.value, f"{reverse('planning:fit_list')}?far={one.name}", counts[one]) for one in Distance]


def show_fit(frame: Frame, standing: Standing, fits: Fits, level: int) -> ShownFit:
    """One level ready for the page; no query."""
    family = int(frame.role_family[frame.level_role[level]])
    low, high = int(frame.band_low[level]), int(frame.band_high[level])
    required = frame.required[level]
    short = np.flatnonzero(required > standing.have)
    return ShownFit(
        name=level_name(frame, level),
        url=reverse("gap_report", args=[frame.levels.slugs[level]]),
        family=frame.families.names[family] if family >= 0 else "",
        band_low="" if low == NO_BAND else Band.from_rank(low).value,
        band_high="" if high == NO_BAND else Band.from_rank(high).value,
        without_band=frame.without_band([level]),
        per_cent=fits.per_cent(level),
        far=fits.distance(level).value,
        reasons=reasons(fits, level, sum(not standing.knows(frame.skills.ids[skill]) for skill in short)),
        missing="; ".join(
            f"{frame.skills.names[skill]} ({level_word(standing.have[skill])}, needed {level_word(required[skill])})"
            for skill in short
        ),
        lift=f"{fits.lift[level]:.1f}".removesuffix(".0") if fits.lift[level] >= 0.05 else "",
    )


def reasons(fits: Fits, level: int, not_assessed: int) -> str:
    """ "You meet 5 of 8 skills, 2 one level short, 1 still to build. 1 not assessed." """
    parts = [f"You meet {fits.met[level]} of {fits.needed[level]} skills"]
    parts += [f"{fits.one_short[level]} one level short"] if fits.one_short[level] else []
    parts += [f"{fits.missing[level]} still to build"] if fits.missing[level] else []
    return f"{', '.join(parts)}.{f' {not_assessed} not assessed.' if not_assessed else ''}"


def level_name(frame: Frame, level: int) -> str:
    """A level's name, with its role where that does not say it."""
    name, role = frame.levels.names[level], frame.roles.names[frame.level_role[level]]
    return name if role.casefold() in name.casefold() else f"{name} ({role.lower()})"


def level_word(level: Any) -> str:
    return SkillLevel(int(level)).label.lower() if level else "none"
