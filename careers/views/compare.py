"""Two to four levels of any roles, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from careers.compare import MOST, ChosenLevels, Comparison, Gap, choose_levels, compare_levels, find_levels
from careers.forms.compare import MAX_WORDS, AddLevelForm
from careers.frame import current_frame
from careers.ladders import Required
from careers.models import Level
from careers.views.pathway_links import pathways_url
from common.csv_files import write_csv
from common.public_pages import public_page
from common.vocabulary import SkillLevel


@dataclass(frozen=True)
class LevelLink:
    """A level and the address of the comparison with it added, or taken away."""

    level: Level
    url: str


@dataclass(frozen=True)
class GapLine:
    """A gap and where to ask for a way across it; empty where a level is retired."""

    gap: Gap
    pathways_url: str


@public_page
def compare(request: HttpRequest) -> HttpResponse:
    chosen = choose_levels(request.GET.getlist("level"))
    form = AddLevelForm(request.GET)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    found = _found(chosen, form, typed)
    if typed and len(found) == 1:
        return redirect(_address([*chosen.levels, found[0]]))
    for problem in chosen.problems:
        form.add_error(None, problem)

    levels = chosen.levels
    comparison = compare_levels(levels) if len(levels) > 1 else None
    wanted = request.GET.get("format", "")
    if wanted == "csv" and comparison:
        return _csv(comparison)
    if wanted == "csv":
        form.add_error(None, "Choose at least two levels. Then you can download the comparison.")
    elif wanted:
        form.add_error(None, "A comparison can be downloaded as CSV only.")
    return render(
        request,
        "careers/compare.html",
        {
            "form": form,
            "typed": typed,
            "levels": [LevelLink(level, _address(other for other in levels if other != level)) for level in levels],
            "is_full": len(levels) == MOST,
            "found": [LevelLink(level, _address([*levels, level])) for level in found],
            "comparison": comparison,
            "gaps": _gaps(comparison.gaps) if comparison else [],
            "csv_url": f"{_address(levels)}&format=csv" if comparison else "",
        },
    )


def _found(chosen: ChosenLevels, form: AddLevelForm, typed: str) -> list[Level]:
    """The levels that may be meant by what was typed, or by an address of which nothing was understood."""
    if typed and len(chosen.levels) == MOST:
        form.add_error("q", "You compare four levels already. Take one away first.")
        return []
    text = typed or ("" if chosen.levels or not chosen.unknown else chosen.unknown[0].replace("-", " ")[:MAX_WORDS])
    if not text:
        return []
    found = [level for level in find_levels(text) if level not in chosen.levels]
    if typed and not found:
        form.add_error("q", f"We found no other level called “{typed}”. Check the spelling, or use fewer words.")
    return found


def _gaps(gaps: Iterable[Gap]) -> list[GapLine]:
    frame = current_frame()
    return [GapLine(gap, pathways_url(frame, start=gap.left, goal=gap.right)) for gap in gaps]


def _address(levels: Iterable[Level]) -> str:
    query = urlencode([("level", level.slug) for level in levels])
    return f"{reverse('careers:compare')}?{query}" if query else reverse("careers:compare")


def _csv(comparison: Comparison) -> HttpResponse:
    """Skills as rows; the word of each level, then the steps from each level to its right-hand neighbour."""
    columns = [
        "Skill",
        *(f"{level.name} ({level.role.name})" for level in comparison.levels),
        *(f"Steps from {left.name} to {right.name}" for left, right in pairwise(comparison.levels)),
    ]
    rows = [
        [row.skill.name, *map(_word, row.required), *(_steps(left, right) for left, right in pairwise(row.required))]
        for row in (*comparison.differences, *comparison.shared)
    ]
    response = HttpResponse(write_csv(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="comparison.csv"'
    return response


def _word(required: Required) -> str:
    if required is None:
        return "Named, without a level"
    return str(SkillLevel(required).label) if required else "Not needed"


def _steps(left: Required, right: Required) -> int | None:
    return None if left is None or right is None else max(0, right - left)
