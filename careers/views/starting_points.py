"""The occupations that people come from, and what leads on from each."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from careers.forms.starting_points import StartingPointFilters, YourBandForm
from careers.frame import NO_BAND, current_frame
from careers.models import StartingPoint
from careers.pathways import Start
from careers.posts import posts_of
from careers.views.near import ShownNear, show_near
from careers.views.pathway_links import pathways_url
from careers.views.pathway_questions import Asked
from common.lists import list_page
from common.public_pages import public_page
from common.vocabulary import Band

MOST_NEAR = (8, 6, 4)  # ready, entry levels, below the band


@public_page
def starting_point_list(request: HttpRequest) -> HttpResponse:
    """Occupations by background, unless they are sorted otherwise."""
    form = StartingPointFilters(request.GET)
    page = list_page(request, form, StartingPoint.objects.live().defer("first_steps"))
    groups: list[tuple[str, list[StartingPoint]]] = [("", list(page.rows))]
    if form.sort == "background":
        by_background = groupby(page.rows, key=StartingPoint.get_background_display)
        groups = [(background, list(points)) for background, points in by_background]
    return render(request, "careers/starting_point_list.html", {"list": page, "groups": groups})


@public_page
def starting_point_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What an occupation brings, and the roles near it, counted from ``band`` or the lowest typical band."""
    point = get_object_or_404(StartingPoint, slug=slug)
    form = YourBandForm(request.GET)
    band = form.cleaned_data["band"] if form.is_valid() else ""
    frame = current_frame()
    index = frame.points.by_id.get(point.pk)
    near: ShownNear | None = None
    start: Start | None = None
    if index is not None:
        asked = Asked((posts_of(frame).point[index],), None, band)
        start = asked.start(frame)
        near = show_near(frame, asked, start, most=MOST_NEAR)
    pathways = pathways_url(frame, start=point, band=band)
    return render(
        request,
        "careers/starting_point_detail.html",
        {
            "form": form,
            "point": point,
            "brings": point.brings.select_related("skill").order_by("-typical", "skill__name"),
            "counted_from": Band.from_rank(start.band) if start and start.band != NO_BAND else None,
            "near": near,
            "pathways_url": f"{pathways}&change=goal#id_to" if pathways else "",
        },
    )
