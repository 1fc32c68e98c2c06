"""The public framework."""

from careers.models import Edition, Learning, Role, Skill, StartingPoint
from tests.access.rules import PUBLIC, Rule

ROWS: dict[str, Rule] = {
    "careers:families": PUBLIC,
    "careers:role_list": PUBLIC,
    "careers:role_detail": Rule(arguments={"slug": "<role>"}),
    "careers:role_json": Rule(arguments={"slug": "<role>"}),
    "careers:skill_list": PUBLIC,
    "careers:skill_detail": Rule(arguments={"slug": "<skill>"}),
    "careers:compare": PUBLIC,
    "careers:starting_point_list": PUBLIC,
    "careers:starting_point_detail": Rule(arguments={"slug": "<starting point>"}),
    "careers:pathways": PUBLIC,
    "careers:search": PUBLIC,
    "careers:learning_list": PUBLIC,
    "careers:learning_detail": Rule(arguments={"slug": "<learning>"}),
    "careers:network_list": PUBLIC,
    "careers:conference_list": PUBLIC,
    "careers:glossary": PUBLIC,
    "careers:changes": PUBLIC,
    "careers:edition_changes": Rule(arguments={"slug": "<edition>"}),
    "careers:open_data": PUBLIC,
    "careers:dataset_csv": Rule(arguments={"edition": "<edition>", "dataset": "roles"}),
    "careers:dataset_json": Rule(arguments={"edition": "<edition>", "dataset": "roles"}),
}


def things() -> dict[str, str]:
    """The first of each of the shipped catalogue."""
    return {
        "<role>": Role.objects.values_list("slug", flat=True)[0],
        "<skill>": Skill.objects.values_list("slug", flat=True)[0],
        "<starting point>": StartingPoint.objects.values_list("slug", flat=True)[0],
        "<learning>": Learning.objects.values_list("slug", flat=True)[0],
        "<edition>": Edition.objects.values_list("slug", flat=True)[0],
    }
