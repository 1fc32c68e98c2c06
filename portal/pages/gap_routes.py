"""Pathways from one's own assessment to a level: the moves in between, with what each one asks for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from careers.additions import additions_to
from careers.directions.display import show_routes
from careers.directions.words import band_words, first_step, headline, with_article
from careers.frame import Frame, current_frame, professions_in
from careers.pathways import Goal, Outcome, Rule, find_routes
from careers.views.pathways import End, moves_of, role_end
from planning.models import Assessment
from planning.setting_out import start_of
from planning.standing import standing_of
from planning.views.current import current_assessment, open_page
from portal.pages.gap import level_of

START = "where you are"


@require_safe
@open_page
def gap_routes(request: HttpRequest, slug: str) -> HttpResponse:
    """Up to three routes, or what stands in the way and how near one can get. At most nine queries."""
    assessment = current_assessment(request, timezone.now())
    if assessment is None:
        return redirect("planning:assessment_start")
    frame = current_frame()
    level = level_of(frame, slug)
    start = start_of(frame, standing_of(frame, assessment))
    outcome = find_routes(frame, start, Goal(level=level))
    name = frame.levels.names[level]
    context: dict[str, Any] = {
        "assessment": assessment,
        "slug": slug,
        "goal": name,
        "start": {"name": assessment.starts_from or START, "band": band_words(start.band)},
        "best_found": outcome.best_found,
    }
    if outcome.routes:
        best = outcome.routes[0]
        context |= {"headline": headline(name, best), "first_step": first_step(frame, best)}
        context["routes"] = shown(frame, assessment, outcome)
        context["additions"] = additions_to("pathways", moves_of(frame, _now(frame, assessment), outcome))
    elif outcome.obstacles and outcome.obstacles[0].rule is Rule.HELD:
        context |= {"headline": "You are there already", "held": True}
    else:
        context |= {"headline": f"No route to {with_article(name)} yet", "routes": shown(frame, assessment, outcome)}
        context |= {"obstacles": [obstacle.sentence for obstacle in outcome.obstacles], "together": outcome.together}
        nearest = outcome.nearest
        context["nearest"] = with_article(frame.levels.names[nearest.levels[-1]]) if nearest else ""
    return render(request, "pages/gap/routes.html", context)


def _now(frame: Frame, assessment: Assessment) -> list[End]:
    """What the person does now, as the end of a move: one job, or none that the catalogue knows."""
    if assessment.point_id in frame.points.by_id:
        return [(False, assessment.point_id)]
    level = frame.levels.by_id.get(assessment.level_id or 0)
    return [] if level is None else [role_end(frame, level)]


def shown(frame: Frame, assessment: Assessment, outcome: Outcome) -> list[Any]:
    """The routes ready for the page; without any, the one to the nearest level, if there is one. Three queries."""
    routes = outcome.routes or ((outcome.nearest,) if outcome.nearest else ())
    background = assessment.applicant.background
    return show_routes(
        frame,
        outcome,
        routes,
        start_name=assessment.starts_from or START.capitalize(),
        backgrounds={background} if background else (),
        professions=professions_in(outcome.start.professions),
    )
