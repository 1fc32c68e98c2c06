"""The pathways page: from where a person is to where they want to be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from careers.forms.pathways import DEFAULT_DOWN, MOST_POSTS, NO_PROFESSION, PathwaysForm, Unclear, shortened
from careers.frame import NO_BAND, Frame, current_frame, professions_in
from careers.pathways import Goal, Obstacle, Outcome, Route, Rule, Start, find_routes, nearest_level, start_from
from careers.posts import Kind, Post, Posts, posts_of
from careers.route_display import ShownRoute, level_url, place_words, show_routes
from careers.route_words import band_words, first_step, headline, in_sentence, listed, with_article
from common import bands
from common.public_pages import public_page
from common.vocabulary import Band, Profession

FEW_PROFESSIONS = 3  # as many as are offered as links of their own
EXAMPLES = (  # from, band, to
    ("communications-and-engagement-officer", Band.B5, "digital-change-manager"),
    ("nurse", Band.B6, "product-manager"),
    ("ward-clerk-medical-secretary-or-administrator", Band.B3, "data-analyst"),
)


@dataclass(frozen=True)
class Asked:
    """A question that is complete, and its address."""

    now: tuple[Post, ...]
    goal: Post
    band: str
    profession: str
    down: str

    def address(self) -> str:
        pairs = [("from", post.key) for post in self.now]
        pairs += [("band", self.band)] if self.band else []
        pairs += [("profession", self.profession)] if self.profession else []
        pairs += [("to", self.goal.key)]
        pairs += [("down", self.down)] if self.down != DEFAULT_DOWN else []
        return f"{reverse('careers:pathways')}?{urlencode(pairs)}"

    def wanted(self) -> Goal:
        return Goal(level=self.goal.index) if self.goal.kind is Kind.LEVEL else Goal(role=self.goal.index)

    def professions(self, frame: Frame) -> tuple[Profession, ...]:
        """Those named; else those that the jobs usually need."""
        if self.profession == NO_PROFESSION:
            return ()
        if self.profession:
            return (Profession(self.profession),)
        mask = 0
        for post in self.now:
            mask |= int(frame.point_professions[post.index]) if post.kind is Kind.POINT else 0
        return professions_in(mask)

    def start(self, frame: Frame) -> Start:
        return start_from(
            frame,
            points=[post.index for post in self.now if post.kind is Kind.POINT],
            levels=[post.index for post in self.now if post.kind is Kind.LEVEL],
            band=Band(self.band) if self.band else None,
            professions=self.professions(frame),
            down=None if self.down == "any" else int(self.down),
        )


@public_page
def pathways(request: HttpRequest) -> HttpResponse:
    """At most seven queries: revisions, levels, learning, things to do at work."""
    frame = current_frame()
    posts = posts_of(frame)
    form = PathwaysForm(request.GET, posts)
    context: dict[str, Any] = {"form": form, "posts": posts}
    if not form.is_bound or not form.is_valid():
        return render(request, "careers/pathways.html", context | {"examples": examples(posts)})
    if form.unclear:
        return render(request, "careers/pathways_choose.html", context | choice(frame, form, form.unclear[0]))
    assert form.goal
    cleaned = form.cleaned_data
    asked = Asked(tuple(form.now), form.goal, cleaned["band"], cleaned["profession"], cleaned["down"])
    outcome = find_routes(frame, asked.start(frame), asked.wanted())
    goal = posts.level[outcome.goal].name
    context |= {
        "goal": goal,
        "goal_words": with_article(goal),
        "goal_url": level_url(frame, outcome.goal),
        "start": {"name": start_name(asked), "band": band_words(outcome.start.band)},
        "summary": summary(asked),
        "notes": notes(frame, posts, asked, outcome, form.read_as),
        "outside": outside(posts, asked),
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
            asked = Asked((now,), wanted, band.value, "", DEFAULT_DOWN)
            shown.append((summary(asked), asked.address()))
    return shown


def summary(asked: Asked) -> str:
    """The question in one line."""
    band = f", {band_words(Band(asked.band).rank)}," if asked.band else ""
    return f"{start_name(asked)}{band} to {in_sentence(asked.goal.name)}"


def start_name(asked: Asked) -> str:
    """All that a person does now, in one breath."""
    return listed([asked.now[0].name, *(in_sentence(post.name) for post in asked.now[1:])])


def found(frame: Frame, asked: Asked, outcome: Outcome, goal: str) -> dict[str, Any]:
    """The routes, and the answer in one sentence."""
    best, *others = outcome.routes
    direct = next((place for place, route in enumerate(others, start=2) if route.direct), None)
    return {
        "headline": headline(goal, best),
        "first_step": first_step(frame, best),
        "routes": show(frame, asked, outcome, outcome.routes),
        "direct": direct,
    }


def held(frame: Frame, posts: Posts, asked: Asked, outcome: Outcome) -> dict[str, Any]:
    """The next steps up from a level that is held already, each with the address of the way to it."""
    above = [posts.level[level] for level in frame.next_rungs[outcome.goal]]
    return {
        "next_steps": [(in_sentence(post.name), replace(asked, goal=post).address()) for post in above],
    }


def not_found(frame: Frame, posts: Posts, asked: Asked, outcome: Outcome) -> dict[str, Any]:
    """What stood in the way with what would change it, and how near one can get."""
    context: dict[str, Any] = {
        "obstacles": [(obstacle.sentence, changes(asked, obstacle)) for obstacle in outcome.obstacles],
        "other_ways": other_ways(frame, posts, asked, outcome),
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


def changes(asked: Asked, obstacle: Obstacle) -> list[tuple[str, str]]:
    """(words, address) of the same question without the limit that stood in the way, where a person can change it."""
    if obstacle.rule is Rule.BAND_FLOOR:
        further = {"0": ("1", "any"), "1": ("any",), "any": ()}[asked.down]
        words = {"1": "I would step down one band", "any": "I would step down as many bands as it takes"}
        return [(words[down], replace(asked, down=down).address()) for down in further]
    if obstacle.rule is Rule.REGISTRATION and len(obstacle.professions) <= FEW_PROFESSIONS:
        return [
            (f"I am registered as {with_article(profession.label)}", replace(asked, profession=profession).address())
            for profession in obstacle.professions
        ]
    if obstacle.rule is Rule.REGISTRATION:
        return [("Say which registration you hold", f"{asked.address()}&change=registration#id_profession")]
    return []


def other_ways(frame: Frame, posts: Posts, asked: Asked, outcome: Outcome) -> list[tuple[str, str]]:
    """(words, address) of other questions that may have an answer."""
    ways = []
    role = int(frame.level_role[outcome.goal])
    nearest = nearest_level(frame, outcome.start, role)
    if nearest != outcome.goal and nearest not in outcome.start.held:
        post = posts.level[nearest]
        words = f"Aim for {in_sentence(post.name)} first, the nearest level of the same role"
        ways.append((words, replace(asked, goal=post).address()))
    if len(asked.now) < MOST_POSTS:
        words = "Add another job that you do as well: its skills count too"
        ways.append((words, f"{asked.address()}&change=jobs#id_now_{len(asked.now) + 1}"))
    return ways


def notes(frame: Frame, posts: Posts, asked: Asked, outcome: Outcome, read_as: list[tuple[str, Post]]) -> list[str]:
    """What we took for granted, in sentences: whatever was not said outright."""
    said = [f"We read “{shortened(text)}” as {in_sentence(post.name)}." for text, post in read_as]
    if asked.goal.kind is Kind.ROLE:
        level = in_sentence(posts.level[outcome.goal].name)
        said.append(f"The level of {in_sentence(asked.goal.name)} that is nearest to you is {level}.")
    if len(asked.now) > 1:
        said.append("Your jobs count together: each skill at the highest level that any of them brings.")
    if not outcome.start.have.any():
        said.append("We know of no skills that this brings, so everything counts as new.")
    if not asked.band and outcome.start.band != NO_BAND:
        said.append(f"You named no band, so we start from {band_words(outcome.start.band)}, typical for what you do.")
    elif not asked.band:
        said.append("You named no band and none is typical for what you do, so bands count from your first move.")
    professions = asked.professions(frame)
    if professions and not asked.profession:
        said.append(
            f"We take it that you are registered as {listed([one.label.lower() for one in professions], 'and')}."
        )
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
    """What a text may mean: (name, what it is, address that says so) of each."""
    return {
        "text": unclear.text,
        "goal_is_unclear": unclear.parameter == "to",
        "choices": [(post.name, what_it_is(frame, post), form.address(unclear, post)) for post in unclear.choices],
    }


def what_it_is(frame: Frame, post: Post) -> str:
    """One line that sets a post apart from others of a like name."""
    if post.kind is Kind.POINT:
        return "A starting point"
    if post.kind is Kind.ROLE:
        return "A role: the level nearest to you"
    ends = (int(frame.band_low[post.index]), int(frame.band_high[post.index]))
    typical = "" if NO_BAND in ends else bands.sentence(*map(Band.from_rank, ends))
    return ". ".join(filter(None, (place_words(frame, post.index), typical)))
