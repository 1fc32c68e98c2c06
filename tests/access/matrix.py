"""All rows, by the name of the address."""

from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access import accounts, careers, events, fellowship, mentoring, planning, site
from tests.access.rules import Rule

# Every name in the URL configuration. Django admin has none: it guards itself, which test_matrix.py asks too.
MATRIX: dict[str, Rule] = {
    **site.ROWS,
    **accounts.ROWS,
    **careers.ROWS,
    **events.ROWS,
    **planning.ROWS,
    **mentoring.ROWS,
    **fellowship.ROWS,
}


def address_of(name: str, things: Mapping[str, str]) -> str:
    """The address of a row, with things in its placeholders."""
    rule = MATRIX[name]
    return reverse(name, kwargs={key: things.get(value, value) for key, value in rule.arguments.items()}) + rule.query


def named_patterns(resolver: URLResolver, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from named_patterns(pattern, inner)
        else:
            yield ":".join((*namespaces, pattern.name or f"(no name: {pattern.pattern})")), pattern


def names() -> list[str]:
    found = [name for name, _ in named_patterns(get_resolver())]
    return sorted({name for name in found if not name.startswith("admin:")})
