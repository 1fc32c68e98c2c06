"""What journeys and learning taken say on the pages of roles, courses and pathways."""

from django.utils import timezone

from careers.additions import Addition, register_addition
from careers.models import Learning, Role
from careers.revision import version_with
from planning.journeys import public_state
from planning.journeys.flows import flows_between, passing_through
from planning.journeys.saying import quotes, recommended_on_the_way, verdict_on
from planning.learning_taken import counts_of

Moves = list[tuple[tuple[bool, int], tuple[bool, int]]]
_version = version_with(public_state.number())


def register_journeys() -> None:
    """Called once, when the portal is ready."""
    register_addition("role", on_role)
    register_addition("learning", on_learning)
    register_addition("pathways", on_pathways)


def public_version() -> str:
    """The state of everything that public pages show, for ETags. One query.

    With the day: a mentor who was on a break counts again from the day after it, and nothing is written then.
    """
    return f"{_version()}-{timezone.localdate():%y%m%d}"


def on_role(role: Role) -> Addition:
    """Who passed through a role, from where and to where, and which of their courses they would recommend.

    One query, two where somebody passed, three where at least three did; one more when cold.
    """
    passing = passing_through(role.pk)
    context = {
        "role": role,
        "passing": passing,
        "recommended": recommended_on_the_way(role.pk) if passing.people else (),
        "quotes": quotes(role=role) if passing.anybody else (),
    }
    return Addition("pages/journeys/role.html", context)


def on_learning(learning: Learning) -> Addition:
    """Who took a course, and whether they would recommend it. Three queries, two where no journey names it."""
    verdict = verdict_on(learning.pk)
    context = {
        "learning": learning,
        "verdict": verdict,
        "taken": counts_of(learning.pk),
        "quotes": quotes(learning=learning) if verdict.anybody else (),
    }
    return Addition("pages/journeys/learning.html", context)


def on_pathways(moves: Moves) -> Addition | None:
    """How many people made the moves of the routes shown, and words about their roles. One query, two with words."""
    found = flows_between(moves)
    said = list(quotes(role__in=found.roles)) if found.roles else []
    context = {"flows": found.flows, "quotes": said}
    return Addition("pages/journeys/pathways.html", context) if found.flows or said else None
