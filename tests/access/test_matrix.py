"""Every address and every verb has a row, or the build fails; and every role gets the answer of the row."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from accounts.models import User
from tests.access.matrix import MATRIX, address_of, named_patterns, names
from tests.access.rules import CANARY, MAY_READ_THE_CANARY, ROLES

pytestmark = pytest.mark.django_db

OTHER_VERBS = ("PUT", "PATCH", "DELETE")  # refused before it is asked who sent them


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    # What has no name is the end of Django admin, and former addresses that lead on to those of today.
    assert [name for name in names() if "(no name: " not in name] == sorted(MATRIX)


@pytest.mark.parametrize("name", MATRIX)
def test_every_role_gets_the_answer_of_its_row(name: str, clients: dict[str, Client], things: dict[str, str]) -> None:
    address = address_of(name, things)
    # A POST may take away what the next one asks for, so those that only read go first.
    pairs = [(role, verb) for verb in ("GET", "HEAD", "POST") for role in ROLES]
    pairs += [(role, verb) for verb in OTHER_VERBS for role in ("anonymous", "superuser")]
    answers = {(role, verb): clients[role].generic(verb, address).status_code for role, verb in pairs}
    expected = {(role, verb): MATRIX[name].expected(role, verb) for role, verb in pairs}
    assert answers == expected


@pytest.mark.parametrize("role", [role for role in ROLES if role not in MAY_READ_THE_CANARY])
def test_nobody_reads_what_belongs_to_others(role: str, clients: dict[str, Client], things: dict[str, str]) -> None:
    others = [reverse("events:event_detail", args=["their-link"]), reverse("events:event_ics", args=["their-link"])]
    for address in [*(address_of(name, things) for name in MATRIX), *others]:
        answer = clients[role].get(address)
        assert CANARY not in b"".join(answer).decode(errors="replace"), address


def test_the_canary_is_there_to_be_read(clients: dict[str, Client], things: dict[str, str]) -> None:
    for name in (
        "accounts:programme_list",
        "dashboard",
        "notifications:message_list",
        "events:organised_list",
        "planning:check_answers",
        "planning:advert_list",
        "planning:my_journey",
        "mentoring:mentor_profile",
        "mentoring:mentee_request",
        "mentoring:round_list",
    ):
        assert CANARY in clients["stranger"].get(address_of(name, things)).content.decode(), name
    assert CANARY in clients["superuser"].get("/staff/programmes/").content.decode()


def test_a_programme_answers_strangers_as_if_it_were_not_there(
    clients: dict[str, Client], things: dict[str, str]
) -> None:
    there = clients["stranger"].get("/staff/programmes/digital-fellowship/team/")
    nowhere = clients["stranger"].get("/staff/programmes/no-such-programme/team/")
    assert there.status_code == nowhere.status_code == 404


# Mail programs POST there by themselves; what allows it is the signed address (RFC 8058).
OPEN_TO_OTHER_SITES = {"accounts:letter_stop"}


def test_every_form_needs_a_token_from_this_site(things: dict[str, str]) -> None:
    visitor, signed_in = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    signed_in.force_login(User.objects.get(is_superuser=True))
    accepted = set()
    for name, rule in MATRIX.items():
        for client in (visitor, signed_in):
            if rule.post != 405 and client.post(address_of(name, things), {"anything": "x"}).status_code != 403:
                accepted.add(name)
    assert accepted == OPEN_TO_OTHER_SITES


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


# Sessions, the list of devices they are on, counts of tries and of visits, and what was read: nothing else is written
# by reading.
MAY_BE_WRITTEN = (
    "django_session", "usersessions_usersession", '"cache"', "accounts_auditentry", "fellowship_campaigncount",
)  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_reading_pages_writes_nothing(role: str, things: dict[str, str], clients: dict[str, Client]) -> None:

    for name in MATRIX:
        for verb in ("GET", "HEAD"):
            with CaptureQueriesContext(connection) as queries:
                clients[role].generic(verb, address_of(name, things))
            reads = ("SELECT", "DECLARE", "SAVEPOINT", "RELEASE")
            wrote = [query["sql"] for query in queries if not query["sql"].lstrip().upper().startswith(reads)]
            assert not [sql for sql in wrote if not any(table in sql for table in MAY_BE_WRITTEN)], (name, wrote)
