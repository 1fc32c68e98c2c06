"""What someone without a route could change: only what really leads to one, tried with the engine."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from careers.directions.words import in_sentence, with_article
from careers.forms.pathways import MOST_POSTS
from careers.frame import Frame
from careers.pathways import Obstacle, Outcome, Rule, Start, is_reachable, levels_by_distance
from careers.posts import Posts
from careers.views.pathway_questions import Asked

MOST_TRIED = 3  # each is a search with moderate work
FEW_PROFESSIONS = 3  # as many as are offered as links of their own
MORE_SKILLS_HELP = {Rule.READINESS, Rule.MOVES, Rule.BANDS_UP, Rule.DETOURS, Rule.UNKNOWN}
STEP_DOWN = {"1": "I would step down one band", "any": "I would step down as many bands as it takes"}
FURTHER_DOWN = {"0": ("1", "any"), "1": ("any",), "any": ()}

Links = list[tuple[str, str]]  # (words, address)


@dataclass(frozen=True)
class Changes:
    """Links to questions with a route: by the rule that stands in the way, and others."""

    of: dict[Rule, Links]
    other: Links


@dataclass
class Tries:
    """Asks the engine whether there is a route, a few times; after that everything counts as not found."""

    frame: Frame
    left: int = field(default=MOST_TRIED)

    def leads(self, start: Start, level: int) -> bool:
        self.left -= 1
        return self.left >= 0 and is_reachable(self.frame, start, level)


def changes_that_help(frame: Frame, posts: Posts, asked: Asked, outcome: Outcome) -> Changes:
    """The same question without the limit that stood in the way, or with a nearer goal. Where only several limits
    together stand in the way, lifting one of them leads nowhere, and none is offered."""
    tries = Tries(frame)
    of: dict[Rule, Links] = {}
    for obstacle in outcome.obstacles:
        of[obstacle.rule] = [] if outcome.together else list(_without(frame, asked, outcome, obstacle, tries))
    return Changes(of, [*_lower_goal(frame, posts, asked, outcome, tries), *_another_job(asked, outcome)])


def _without(
    frame: Frame, asked: Asked, outcome: Outcome, obstacle: Obstacle, tries: Tries
) -> Iterator[tuple[str, str]]:
    if obstacle.rule is Rule.BAND_FLOOR:
        leads = False
        for down in FURTHER_DOWN[asked.down]:
            further = replace(asked, down=down)
            leads = leads or tries.leads(further.start(frame), outcome.goal)  # what one band opens, more keep open
            if leads:
                yield STEP_DOWN[down], further.address()
    elif obstacle.rule is Rule.REGISTRATION and len(obstacle.professions) <= FEW_PROFESSIONS:
        for profession in obstacle.professions:
            registered = replace(asked, profession=profession.value)
            if tries.leads(registered.start(frame), outcome.goal):
                yield f"I am registered as {with_article(profession.label)}", registered.address()
    elif obstacle.rule is Rule.REGISTRATION:
        yield "Say which registration you hold", f"{asked.address()}&change=registration#id_profession"


def _lower_goal(frame: Frame, posts: Posts, asked: Asked, outcome: Outcome, tries: Tries) -> Iterator[tuple[str, str]]:
    """The nearest lower level of the same role, if it is within reach."""
    role = int(frame.level_role[outcome.goal])
    ladder = frame.role_levels[role]
    lower = ladder[: ladder.index(outcome.goal)]
    near = next((level for level in levels_by_distance(frame, outcome.start, role) if level in lower), None)
    if near is not None and tries.leads(outcome.start, near):
        post = posts.level[near]
        words = f"Aim for {in_sentence(post.name)} first, the nearest level of the same role"
        yield words, replace(asked, goal=post).address()


def _another_job(asked: Asked, outcome: Outcome) -> Iterator[tuple[str, str]]:
    """More skills open no post that bands, a registration or the framework itself keep closed."""
    if len(asked.now) < MOST_POSTS and any(obstacle.rule in MORE_SKILLS_HELP for obstacle in outcome.obstacles):
        words = "Add another job that you do as well: its skills count too"
        yield words, f"{asked.address()}&change=jobs#id_now_{len(asked.now) + 1}"
