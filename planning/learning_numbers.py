"""How many people took each course, and from which organisations: nothing that picks anybody out."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import Organisation
from careers.models import Learning
from planning.learning_taken import FEWEST_SHOWN, Taken, numbers
from planning.models.learning_taken import LearningTaken


@dataclass(frozen=True)
class CourseNumbers:
    """A course that at least five people took. ``organisations``: name and how many of its people, most first."""

    course: Learning
    taken: Taken
    organisations: tuple[tuple[str, int], ...]


def numbers_by_course() -> list[CourseNumbers]:
    """Every course that at least five people took, A to Z, with the organisations they work for now. Three queries."""
    people: dict[int, Counter[int | None]] = defaultdict(Counter)
    completed: Counter[int] = Counter()
    rows = (
        LearningTaken.objects.filter(user__is_active=True).order_by().values("learning", "user__profile__organisation")
    )
    for row in rows.annotate(all=Count("pk"), done=Count("pk", filter=Q(state=LearningTaken.State.COMPLETED))):
        people[row["learning"]][row["user__profile__organisation"]] = row["all"]
        completed[row["learning"]] += row["done"]
    shown = {pk: shown_of(of) for pk, of in people.items() if of.total() >= FEWEST_SHOWN}
    names = dict(
        Organisation.objects.filter(pk__in={one for of in shown.values() for one in of}).values_list("pk", "name")
    )
    return [
        CourseNumbers(
            course=course,
            taken=numbers(people[course.pk].total(), completed[course.pk]),
            organisations=tuple((names[one], number) for one, number in shown[course.pk].items()),
        )
        for course in Learning.objects.filter(pk__in=shown).only("name", "slug", "provider").order_by("name")
    ]


def shown_of(people: Counter[int | None]) -> dict[int, int]:
    """The organisations (ids) whose number may be shown, most people first. None: people of no organisation we list.

    Each has five people or more, and those left out are nobody or five or more together: with one or two left out,
    somebody could subtract the numbers shown from that of the course.
    """
    shown = {one: number for one, number in people.most_common() if one is not None and number >= FEWEST_SHOWN}
    while shown and 0 < people.total() - sum(shown.values()) < FEWEST_SHOWN:
        shown.popitem()
    return shown
