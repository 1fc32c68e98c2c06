"""Other names of roles, kept while the catalogue stays the same."""

from collections import defaultdict

from careers.models import Synonym
from careers.revision import PerRevision


def read_other_names() -> dict[int, tuple[str, ...]]:
    """Other names of each role and of its levels, A to Z, by the role's database id. One query."""
    found: dict[int, set[str]] = defaultdict(set)
    terms = Synonym.objects.filter(level__retired_at=None).values_list("term", "role_id", "level__role_id")
    for term, role, role_of_level in terms:
        if owner := role or role_of_level:
            found[owner].add(term)
    return {role: tuple(sorted(names, key=str.casefold)) for role, names in found.items()}


other_names = PerRevision(read_other_names)
