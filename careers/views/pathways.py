"""The pathways page: from where a person is to where they want to be."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from careers.additions import additions_to
from careers.directions.display import ShownRoute, level_url, place_words, show_routes
from careers.directions.words import band_words, could_apply, first_step, headline, in_sentence, listed, with_article
from careers.forms.pathways import PathwaysForm, Unclear, shortened
from careers.frame import NO_BAND, Frame, current_frame
from careers.pathways import Outcome, Route, Rule, Start, find_routes
from careers.posts import Kind, Post, Posts, posts_of
from careers.roles.near import Distance, distances
from careers.views.near import show_near
from careers.views.pathway_changes import changes_that_help
from careers.views.pathway_questions import Asked, goal_of, start_name, summary
from common import bands
from common.public_pages import public_page
from common.vocabulary import Band

DOWN_WORDS = {"0": "none down", "1": "at most one down", "any": "as many down as it takes"}
FAR_WORDS = {
    Distance.ONE_MOVE: "One move from here",
    Distance.FURTHER: "",
    Distance.REGISTRATION: "Needs a registration that you have not named",
}
EXAMPLES = (  # from, band, to
    ("communications-and-engagement-officer", Band.B5, "digital-change-manager"),
    ("nurse", Band.B6, "product-manager"),
    ("ward-clerk-medical-secretary-or-administrator", Band.B3, "data-analyst"),
)


@public_page
def pathways(request: HttpRequest) -> HttpResponse:
    """At most seven queries: revisions, levels, learning, things to do at work."""
    frame = current_frame()
    posts = posts_of(frame)
    form = PathwaysForm(request.GET, posts)
    context: dict[str, Any] = {"form": form, "posts": posts}
    if not form.is_bound or not form.is_valid():
        context |= {"examples": examples(posts), "everywhere": everywhere(form)}
        return render(request, "careers/pathways.html", context)
    if form.unclear:
        return render(request, "careers/pathways_choose.html", context | choice(frame, form, form.unclear[0]))
    asked = asked_by(form, form.goal)
    start = asked.start(frame)
    context |= {
        "start": {"name": start_name(asked), "band": band_words(start.band)},
        "summary": summary(asked),
        "outside": outside(posts, asked),
    }
    if form.goal is None:
        context["notes"] = notes(frame, posts, asked, start, form)
        return render(request, "careers/pathways_near.html", context | within_reach(frame, asked, start))
    outcome = find_routes(frame, start, goal_of(form.goal))
    goal = posts.level[outcome.goal].name
    context |= {
        "goal_name": in_sentence(goal),
        "goal_words": with_article(goal),
        "goal_url": level_url(frame, outcome.goal),
        "notes": notes(frame, posts, asked, start, form, outcome),
        "best_found": outcome.best_found,
    }
    if outcome.routes:
        return render(request, "careers/pathways_routes.html", context | found(frame, asked, outcome, goal))
    if outcome.obstacles[0].rule is Rule.HELD:
        return render(request, "careers/pathways_held.html", context | held(frame, posts, asked, outcome))
    return render(request, "careers/pathways_none.html", context | not_found(frame, posts, asked, outcome))


def examples(posts: Posts) -> list[tuple[str, str]]:
    """(words, address) of questions to try; those whose posts the catalogue no longer has are left out."""
    shown = []
    for start, band, goal in EXAMPLES:
        now, wanted = posts.by_key.get(start), posts.by_key.get(goal)
        if now and wanted:
            asked = Asked((now,), wanted, band.value)
            shown.append((summary(asked), asked.address()))
    return shown


def asked_by(form: PathwaysForm, goal: Post | None) -> Asked:
    """The question of a form in which all starts are clear."""
    cleaned = form.cleaned_data
    return Asked(tuple(form.now), goal, cleaned["band"], cleaned["profession"], cleaned["down"])


def everywhere(form: PathwaysForm) -> tuple[str, str] | None:
    """(name, address) of everything within reach, where all that is amiss or unclear is the goal."""
    if not form.is_bound or not form.now or set(form.errors) - {"to"}:
        return None
    if any(unclear.parameter == "from" for unclear in form.unclear):
        return None
    asked = asked_by(form, None)
    return in_sentence(start_name(asked)), asked.address()


def within_reach(frame: Frame, asked: Asked, start: Start) -> dict[str, Any]:
    """All roles one move away, and the pages of what the person does now. One query."""
    return {
        "near": show_near(frame, asked, start, most=(len(frame.roles),) * 3),
        "from_level": bool(start.held),
        "band": band_words(start.band),
        "down_words": DOWN_WORDS[asked.down],
        "goal_form": f"{asked.address()}&change=goal#id_to",
        "jobs": [(in_sentence(post.name), page_of(frame, post)) for post in asked.now],
        "subject": f"Where you could go from {in_sentence(summary(asked))}",
    }


def page_of(frame: Frame, post: Post) -> str:
    """The page of a starting point or a level."""
    if post.kind is Kind.POINT:
        return reverse("careers:starting_point_detail", args=[post.key])
    return level_url(frame, post.index)


def found(frame: Frame, asked: Asked, outcome: Outcome, goal: str) -> dict[str, Any]:
    """The routes, and the answer in one sentence."""
    best, *others = outcome.routes
    direct = next((place for place, route in enumerate(others, start=2) if route.direct), 0)
    return {
        "headline": headline(goal, best),
        "first_step": first_step(frame, best),
        "routes": show(frame, asked, outcome, outcome.routes),
        "direct": direct,
        "additions": additions_to("pathways", moves_of(frame, starts_of(frame, asked), outcome)),
        "direct_applies": bool(direct) and could_apply(outcome.routes[direct - 1].moves[0]),
    }


End = tuple[bool, int]  # of a move: is it a role, and its database id


def starts_of(frame: Frame, asked: Asked) -> list[End]:
    """The jobs that somebody does now."""
    return [
        (False, frame.points.ids[post.index]) if post.kind is Kind.POINT else role_end(frame, post.index)
        for post in asked.now
    ]


def role_end(frame: Frame, level: int) -> End:
    """The role of a level."""
    return True, frame.roles.ids[int(frame.level_role[level])]


def moves_of(frame: Frame, starts: Sequence[End], outcome: Outcome) -> list[tuple[End, End]]:
    """The moves of the routes between jobs."""
    moves = set()
    for route in outcome.routes:
        roles = [role_end(frame, level) for level in route.levels]
        moves |= {(start, roles[0]) for start in starts} | set(pairwise(roles))
    return sorted(move for move in moves if move[0] != move[1])


def held(frame: Frame, posts: Posts, asked: Asked, outcome: Outcome) -> dict[str, Any]:
    """The next steps up from a level that is held already, each with the address of the way to it."""
    above = [posts.level[level] for level in frame.next_rungs[outcome.goal]]
    return {
        "notes": [],
        "next_steps": [(in_sentence(post.name), replace(asked, goal=post).address()) for post in above],
    }


def not_found(frame: Frame, posts: Posts, asked: Asked, outcome: Outcome) -> dict[str, Any]:
    """What stood in the way with what would change it, and how near one can get."""
    offered = changes_that_help(frame, posts, asked, outcome)
    everything = f"See everything within reach from {in_sentence(start_name(asked))}"
    context: dict[str, Any] = {
        "obstacles": [(obstacle.sentence, offered.of[obstacle.rule]) for obstacle in outcome.obstacles],
        "together": outcome.together,
        "other_ways": [*offered.other, (everything, replace(asked, goal=None).address())],
    }
    if outcome.nearest:
        reached = posts.level[outcome.nearest.levels[-1]]
        context["nearest"] = with_article(reached.name)
        context["route"] = show(frame, asked, outcome, [outcome.nearest])[0]
    return context


def show(frame: Frame, asked: Asked, outcome: Outcome, routes: Sequence[Route]) -> list[ShownRoute]:
    points = [post for post in asked.now if post.kind is Kind.POINT]
    return show_routes(
        frame,
        outcome,
        routes,
        start_name=start_name(asked),
        # Someone who holds a level may have any background.
        backgrounds={frame.point_background[post.index] for post in points} if points == list(asked.now) else (),
        professions=asked.professions(frame),
    )


def notes(
    frame: Frame, posts: Posts, asked: Asked, start: Start, form: PathwaysForm, outcome: Outcome | None = None
) -> list[str]:
    """What we took for granted, in sentences: whatever was not said outright."""
    said = [f"We read “{shortened(text)}” as {in_sentence(post.name)}." for text, post in form.read_as]
    if form.no_goal_in:
        said.append(f"We read “{shortened(form.no_goal_in)}” as no goal yet.")
    if outcome and asked.goal and asked.goal.kind is Kind.ROLE:
        level = in_sentence(posts.level[outcome.goal].name)
        said.append(f"The level of {in_sentence(asked.goal.name)} that is nearest to you is {level}.")
    if len(asked.now) > 1:
        said.append("Your jobs count together: each skill at the highest level that any of them brings.")
    if not start.have.any():
        said.append("We know of no skills that this brings, so everything counts as new.")
    if not asked.band and start.band != NO_BAND:
        said.append(f"You named no band, so we start from {band_words(start.band)}, typical for what you do.")
    elif not asked.band:
        said.append("You named no band and none is typical for what you do, so bands count from your first move.")
    professions = asked.professions(frame)
    if professions and not asked.profession:
        named = listed([with_article(profession.label) for profession in professions])
        said.append(f"We take it that you are registered as {named}.")
    return said


def outside(posts: Posts, asked: Asked) -> tuple[str, str] | None:
    """(name, address) of the question for someone who does a job of the same name outside health or digital."""
    for place, post in enumerate(asked.now):
        point = posts.outside(post.index) if post.kind is Kind.LEVEL else None
        if point:
            now = (*asked.now[:place], point, *asked.now[place + 1 :])
            return in_sentence(point.name), replace(asked, now=now).address()
    return None


def choice(frame: Frame, form: PathwaysForm, unclear: Unclear) -> dict[str, Any]:
    """What a text may mean: (name, what it is, address that says so) of each; of goals the nearest first."""
    far = dict.fromkeys(unclear.choices, Distance.FURTHER)
    if unclear.parameter == "to":
        levels = [frame.role_levels[post.index] if post.kind is Kind.ROLE else [post.index] for post in far]
        far = dict(zip(far, distances(frame, asked_by(form, None).start(frame), levels), strict=True))
    return {
        "text": unclear.text,
        "goal_is_unclear": unclear.parameter == "to",
        "everywhere": everywhere(form),
        "choices": [
            (post.name, what_it_is(frame, post, FAR_WORDS[far[post]]), form.address(unclear, post))
            for post in sorted(unclear.choices, key=lambda post: far[post])
        ],
    }


def what_it_is(frame: Frame, post: Post, far: str = "") -> str:
    """One line that sets a post apart from others of a like name; ``far`` says how far it is."""
    if post.kind is Kind.POINT:
        return "A starting point"
    if post.kind is Kind.ROLE:
        return ". ".join(filter(None, ("A role: the level nearest to you", far)))
    ends = (int(frame.band_low[post.index]), int(frame.band_high[post.index]))
    typical = "" if NO_BAND in ends else bands.sentence(*map(Band.from_rank, ends))
    return ". ".join(filter(None, (place_words(frame, post.index), typical, far)))
