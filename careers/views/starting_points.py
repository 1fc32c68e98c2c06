"""The occupations that people come from, and what leads on from each."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from careers.forms.starting_points import StartingPointFilters, YourBandForm
from careers.frame import NO_BAND, Frame, current_frame
from careers.models import Level, StartingPoint
from careers.pathways import Move, Start, Why, first_moves, start_from
from careers.views.pathway_links import pathways_url
from common.lists import list_page
from common.public_pages import public_page
from common.vocabulary import Band

MOST_NEAR = 8
MOST_ENTRIES = 6


@dataclass(frozen=True)
class NearRole:
    """A level that is one move away."""

    level: Level
    ready: int  # per cent
    gap: int  # skill steps
    skills: int  # to raise
    registration_sometimes: bool
    pathways_url: str


@public_page
def starting_point_list(request: HttpRequest) -> HttpResponse:
    form = StartingPointFilters(request.GET)
    page = list_page(request, form, StartingPoint.objects.live().defer("first_steps"))
    return render(request, "careers/starting_point_list.html", {"list": page, "is_grouped": form.sort == "background"})


@public_page
def starting_point_detail(request: HttpRequest, slug: str) -> HttpResponse:
    point = get_object_or_404(StartingPoint, slug=slug)
    form = YourBandForm(request.GET)
    band = form.cleaned_data["band"] if form.is_valid() else ""
    frame = current_frame()
    index = frame.points.by_id.get(point.pk)
    near: list[NearRole] = []
    entries: list[NearRole] = []
    start: Start | None = None
    if index is not None:
        start = start_from(
            frame,
            points=[index],
            band=Band(band) if band else None,
            professions=[point.profession] if point.profession else [],
        )
        near, entries = _near(frame, start, point, band)
    return render(
        request,
        "careers/starting_point_detail.html",
        {
            "form": form,
            "point": point,
            "brings": point.brings.select_related("skill").order_by("-typical", "skill__name"),
            "counted_from": Band.from_rank(start.band) if start and start.band != NO_BAND else None,
            "near": near,
            "entries": entries,
            "pathways_url": pathways_url(frame, start=point, band=band),
        },
    )


def _near(frame: Frame, start: Start, point: StartingPoint, band: str) -> tuple[list[NearRole], list[NearRole]]:
    """One level of each role within reach, the readiest: those that are near enough, and entry levels. One query."""
    moves = sorted(first_moves(frame, start), key=lambda move: -move.ready)
    best: dict[int, Move] = {}
    for move in moves:
        best.setdefault(int(frame.level_role[move.level]), move)
    near = [move for move in best.values() if move.why is not Why.ENTRY][:MOST_NEAR]
    entries = [move for move in best.values() if move.why is Why.ENTRY][:MOST_ENTRIES]
    levels = Level.objects.select_related("role__family").in_bulk(
        [frame.levels.ids[move.level] for move in (*near, *entries)]
    )

    def row(move: Move) -> NearRole:
        level = levels[frame.levels.ids[move.level]]
        return NearRole(
            level,
            ready=move.ready,
            gap=move.gap,
            skills=len(move.gained),
            registration_sometimes=move.registration_sometimes,
            pathways_url=pathways_url(frame, start=point, goal=level, band=band),
        )

    return [row(move) for move in near], [row(move) for move in entries]
