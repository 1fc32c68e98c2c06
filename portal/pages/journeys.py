"""What journeys and learning taken say on the pages of roles, courses and pathways."""

from careers.additions import Addition, register_addition
from careers.models import Learning, Role
from careers.revision import public_version as catalogue_version
from planning.journeys import public_state
from planning.journeys.flows import flows_between, flows_through
from planning.journeys.saying import passed_through, quotes, verdict_on
from planning.learning_taken import counts_of

Moves = list[tuple[tuple[bool, int], tuple[bool, int]]]


def register_journeys() -> None:
    """Called once, when the portal is ready."""
    register_addition("role", on_role)
    register_addition("learning", on_learning)
    register_addition("pathways", on_pathways)


def public_version() -> str:
    """The state of everything that public pages show, for ETags. Two queries."""
    return f"{catalogue_version()}-{public_state.current()}"


def on_role(role: Role) -> Addition:
    """Who passed through a role, from where and to where. Three queries."""
    context = {
        "role": role, "people": passed_through(role.pk), "flows": flows_through(role.pk), "quotes": quotes(role=role)
    }  # fmt: skip
    return Addition("pages/journeys/role.html", context)


def on_learning(learning: Learning) -> Addition:
    """Who took a course, and whether they would recommend it. Three queries."""
    context = {
        "learning": learning,
        "verdict": verdict_on(learning.pk),
        "taken": counts_of(learning.pk),
        "quotes": quotes(learning=learning),
    }
    return Addition("pages/journeys/learning.html", context)


def on_pathways(moves: Moves) -> Addition | None:
    """How many people made the moves of the routes shown. One query."""
    flows = flows_between(moves)
    return Addition("pages/journeys/pathways.html", {"flows": flows}) if flows else None
