"""Who may do what: every address and every verb has a row here, or the build fails."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from careers.models import Edition, Learning, Role, Skill, StartingPoint

pytestmark = pytest.mark.django_db

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
ROLES = ("anonymous", "person", "deactivated", "staff", "superuser")


@dataclass(frozen=True)
class Rule:
    """What each verb answers, by role; verbs not named answer 405 to everybody."""

    get: int = 200
    arguments: dict[str, str] = field(default_factory=dict)


PUBLIC = Rule()

# Every name in the URL configuration. Django admin is one wildcard row: it guards itself (see below).
MATRIX: dict[str, Rule] = {
    "home": PUBLIC,
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "accessibility": PUBLIC,
    "privacy": PUBLIC,
    "cookies": PUBLIC,
    "terms": PUBLIC,
    "contact": PUBLIC,
    "about_data": PUBLIC,
    "sitemap": PUBLIC,
    "robots": PUBLIC,
    "favicon": Rule(get=302),
    "security_txt": PUBLIC,
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


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(name for name in names() if "(no name: (?P<url>" not in name) == sorted(MATRIX)


@pytest.fixture
def clients() -> dict[str, Client]:
    people = {
        "person": User.objects.create_user("person@example.org", "correct horse battery"),
        "deactivated": User.objects.create_user("gone@example.org", "correct horse battery", is_active=False),
        "staff": User.objects.create_user("staff@example.org", "correct horse battery", is_staff=True),
        "superuser": User.objects.create_superuser("root@example.org", "correct horse battery"),
    }
    made = {"anonymous": Client()}
    for role, user in people.items():
        made[role] = Client()
        made[role].force_login(user)
    return made


# What stands in the matrix for the slug of something that there is.
SOME = {
    "<role>": Role,
    "<skill>": Skill,
    "<starting point>": StartingPoint,
    "<learning>": Learning,
    "<edition>": Edition,
}


def address_of(name: str) -> str:
    """An address of this name at which there is something."""
    arguments = {
        key: SOME[value].objects.values_list("slug", flat=True)[0] if value in SOME else value
        for key, value in MATRIX[name].arguments.items()
    }
    return reverse(name, kwargs=arguments)


@pytest.mark.parametrize("name", MATRIX)
def test_public_pages_answer_everybody_and_refuse_other_verbs(name: str, clients: dict[str, Client]) -> None:
    rule, address = MATRIX[name], address_of(name)
    answers = {}
    for role in ROLES:
        for verb in VERBS:
            answers[role, verb] = clients[role].generic(verb, address).status_code
    expected = {(role, verb): rule.get if verb in ("GET", "HEAD") else 405 for role in ROLES for verb in VERBS}
    assert answers == expected


@pytest.mark.parametrize(
    ("role", "status"), [("anonymous", 302), ("person", 302), ("deactivated", 302), ("staff", 200), ("superuser", 200)]
)
def test_admin_is_for_staff_alone(role: str, status: int, clients: dict[str, Client]) -> None:
    assert clients[role].get("/admin/").status_code == status


@pytest.mark.parametrize("role", ["anonymous", "person", "deactivated", "staff"])
def test_no_admin_page_shows_the_catalogue_to_someone_without_permission(role: str, clients: dict[str, Client]) -> None:
    patterns = [name for name, _ in named_patterns(get_resolver()) if name.endswith("_changelist")]
    assert len(patterns) > 10, "the catalogue can be corrected in admin"
    for name in patterns:
        assert clients[role].get(reverse(name)).status_code in (302, 403), name


def test_reading_pages_writes_nothing(client: Client) -> None:
    for name in MATRIX:
        address = address_of(name)
        for verb in ("GET", "HEAD"):
            with CaptureQueriesContext(connection) as queries:
                client.generic(verb, address)
            wrote = [
                q["sql"]
                for q in queries
                if not q["sql"].lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE"))
            ]
            assert not wrote, (name, wrote)
