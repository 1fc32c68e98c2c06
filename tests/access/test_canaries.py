"""Two programmes in one installation never see each other: a word in every text of each is looked for everywhere."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.models import User
from notifications.composing import preview
from notifications.letters import Mail, all_letters
from notifications.models import Message
from notifications.writing import finish, write
from tests.access.canaries import (
    OURS,
    PASSWORD,
    THEIRS,
    People,
    canary,
    columns_of_programmes,
    found_in,
    make_two_programmes,
    models_of_programmes,
    rows_of,
)
from tests.access.matrix import named_patterns

pytestmark = pytest.mark.django_db
Seen = Mapping[str, Mapping[str, Mapping[str, str]]]  # by word, role and address: what they read
OTHER = {OURS: THEIRS, THEIRS: OURS}
STARTS = (
    "/me/", "/me/calendar/", "/me/fellowship/", "/me/applications/", "/me/mentoring/", "/sets/", "/reviews/",
    "/advising/", "/staff/programmes/", "/staff/cohorts/", "/staff/events/", "/staff/outbox/", "/staff/mentoring/",
)  # fmt: skip
READERS = {
    OURS: ("owner", "reviewer", "adviser", "facilitator", "fellow", "applicant"),
    THEIRS: ("owner", "adviser", "fellow"),
}
# What stands on pages of which another was read: of each kind one is, for each cohort.
SELDOM = {
    "events.Event.cancel_reason", "events.Feedback.text", "mentoring.Round.letter_note", "mentoring.Match.message",
    "mentoring.Match.decline_note", "mentoring.Question.text", "mentoring.Question.answer", "mentoring.RoundFile.name",
    "mentoring.RoundFile.text", "mentoring.Goal.text", "mentoring.EndFeedback.text", "mentoring.EndFeedback.thanks",
    "mentoring.Outcome.text", "mentoring.Concern.answer", "mentoring.Step.text", "mentoring.TeamLetter.subject",
    "mentoring.TeamLetter.text", "fellowship.InformationRequest.text", "fellowship.FellowMove.reason",
    "fellowship.OnboardingItem.note", "fellowship.SupportCheck.sponsor_email", "fellowship.AlumniSurvey.new_job",
    "fellowship.Conflict.note", "fellowship.Review.returned_why", "fellowship.Review.named_what",
    "fellowship.Deferral.reason", "fellowship.OutsideConnection.organisation", "fellowship.Help.text",
    "fellowship.ProjectComment.text", "fellowship.HiddenWords.words", "fellowship.ScoreNote.text",
    "fellowship.EligibleStaff.source",
}  # fmt: skip
# What a programme shows to everybody, and only on pages that are there for that.
PUBLIC_PAGES = re.compile(r"/programmes/|/events/|/mentors/|/mentoring/conversations/with/")
PUBLIC = re.compile(
    "accountsprogramme|fellowshipprogrammepage|fellowshipcohort|fellowshipmandatoryday|eventsevent(title|summary|desc|town)"
    "|fellowshipcall|fellowshipeligibilityrule|fellowshipsignpost|fellowshipshowcase|person|job"
    # Projects that fellows and advisers have made public.
    "|fellowshipproject(title|summary|aim|sponsor)|fellowshipmeasure|^$"
)
# A signpost may lead to the public page of another programme.
CHOOSES_A_PROGRAMME = re.compile(r"/call/(eligibility/\d+/signposts/add|signposts/\d+)/$")


@pytest.fixture(scope="module")
def people(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[People]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_two_programmes()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def seen(people: People) -> Seen:
    """Everything that links lead each of them to."""
    return {
        word: {role: look_around(signed_in(people[word][role])) for role in roles} for word, roles in READERS.items()
    }


def signed_in(user: User) -> Client:
    """Having typed a password just now, which exports ask for."""
    client = Client()
    assert client.post("/account/login/", {"login": user.email, "password": PASSWORD}).status_code == 302
    return client


def look_around(client: Client) -> dict[str, str]:
    """Follows links, once to each kind of page for each cohort. Returns what was read, by address."""
    pages: dict[str, str] = {}
    queue, kinds = list(STARTS), set()
    for address in queue:  # grows as it goes
        kind = kind_of(address)
        if kind is None or kind in kinds:
            continue
        kinds.add(kind)
        answer = client.get(address)
        if answer.headers.get("Location", "").startswith(reverse("account_reauthenticate")):
            client.post(answer.headers["Location"], {"password": PASSWORD})
            answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.status_code in (301, 302):
            queue.append(urljoin(address, answer.headers["Location"]))
        elif answer.status_code == 200:
            pages[address] = words_of(answer)
            if answer.headers["Content-Type"].startswith("text/html"):
                links = re.findall(r'href="([^"#]+)', pages[address])
                queue += [urljoin(address, unescape(link)) for link in links]
    return pages


def kind_of(address: str) -> tuple[str, ...] | None:
    """What tells pages apart that are worth reading both; None for those of no programme, and on other sites."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return None
    if parts.netloc or name.startswith(("careers:", "account_", "mfa_", "admin:")):
        return None
    cohort = parts.path.split("/")[3] if parts.path.startswith("/staff/cohorts/") else ""
    return name, cohort, *parse_qs(parts.query).get("csv", ())


def words_of(answer: HttpResponse) -> str:
    """The body as text, with the long lines of calendars put together again."""
    return b"".join(answer).decode(errors="replace").replace("\r\n ", "")


def models_with_letters() -> list[type[Model]]:
    return [model for model, _ in models_of_programmes()]


def some_ids(model: type[Model], word: str) -> list[int]:
    """The first row of a programme."""
    return list(rows_of(model, word).order_by("pk").values_list("pk", flat=True)[:1])


def leaks(address: str, text: str, word: str) -> set[str]:
    """The words of the programme ``word`` that must not stand there."""
    found = found_in(text, word)
    if CHOOSES_A_PROGRAMME.search(address):
        return found - {canary(word, "accounts.Programme", "name").lower()}
    if PUBLIC_PAGES.match(address):
        return {one for one in found if not PUBLIC.match(one.removeprefix(word.lower()))}
    return found


@pytest.mark.parametrize("word", [OURS, THEIRS])
def test_nobody_of_one_programme_reads_a_word_of_the_other(seen: Seen, word: str) -> None:
    found = {
        (role, address): wrong
        for role, pages in seen[word].items()
        for address, text in pages.items()
        if (wrong := leaks(address, text, OTHER[word]))
    }
    assert found == {}


@pytest.mark.parametrize("word", [OURS])
def test_what_a_programme_writes_is_read_by_somebody_of_it(seen: Seen, word: str) -> None:
    """Or that nobody else reads it would say nothing."""
    read = set().union(*(found_in(text, word) for pages in seen[word].values() for text in pages.values()))
    written = {
        f"{model._meta.label}.{field.name}": canary(word, model._meta.label, field.name).lower()
        for model, field in columns_of_programmes()
    }
    assert {name for name, wrote in written.items() if wrote not in read} <= SELDOM


def test_every_table_of_a_programme_has_a_row_to_be_read(people: People) -> None:
    empty = {model._meta.label for model, _ in columns_of_programmes() if not rows_of(model, THEIRS).exists()}
    assert empty == set()


@pytest.mark.parametrize("word", [OURS, THEIRS])
def test_exports_and_calendars_are_among_what_was_read(seen: Seen, word: str) -> None:
    """Each with a word of the programme, or what is said of it above would say nothing."""
    files = {address: text for address, text in seen[word]["owner"].items() if "csv" in address or ".ics" in address}
    kinds = {kind_of(address)[0] for address, text in files.items() if found_in(text, word)}  # type: ignore[index]
    assert {
        "fellowship:application_list", "fellowship:fellow_list", "fellowship:decision_list", "fellowship:attendance",
        "fellowship:warning_list", "fellowship:score_table", "events:attendees_csv", "events:event_ics",
    } <= kinds  # fmt: skip


@pytest.mark.parametrize("word", [OURS, THEIRS])
def test_where_links_lead_the_others_there_is_nothing_for_a_stranger(seen: Seen, people: People, word: str) -> None:
    theirs = {address for pages in seen[OTHER[word]].values() for address in pages if not PUBLIC_PAGES.match(address)}
    theirs -= {address for pages in seen[word].values() for address in pages}
    assert len(theirs) > 200
    client = signed_in(people[word]["owner"])
    found = {address: words_of(client.get(address)) for address in sorted(theirs)}
    # A page that is not there may say its own address again.
    wrong = {one for one, text in found.items() if leaks(one, text, OTHER[word]) - found_in(one, OTHER[word])}
    assert wrong == set()


def test_searching_a_list_finds_nothing_of_the_other(seen: Seen, people: People) -> None:
    client, half = signed_in(people[OURS]["owner"]), THEIRS[1:]  # not the whole word, which the page says again
    with_search = {kind_of(address): address for address, text in seen[OURS]["owner"].items() if 'name="q"' in text}
    assert len(with_search) > 5
    for address in with_search.values():
        if not PUBLIC_PAGES.match(address):
            text = words_of(client.get(address, {"q": half}))
            assert leaks(address, text, THEIRS) == set(), address


def test_django_admin_shows_no_programme_to_staff_without_permission(people: People) -> None:
    owner = people[OURS]["owner"]
    User.objects.filter(pk=owner.pk).update(is_staff=True)
    client = signed_in(owner)
    lists = [name for name, _ in named_patterns(get_resolver()) if name.endswith("_changelist")]
    for address in ("/admin/", *(reverse(name) for name in lists)):
        assert found_in(words_of(client.get(address)), THEIRS) == set(), address


def test_no_letter_tells_one_programme_of_the_other(people: People) -> None:
    """Every letter there is, about the rows of both, as it would leave now; and those that wait or left."""
    now, read = timezone.now(), {OURS: set(), THEIRS: set()}  # type: ignore[var-annotated]

    def look_at(to: str, words: str, name: str) -> None:
        whose = next((one for one in (OURS, THEIRS) if one.lower() in to.lower()), None)
        if whose:
            assert found_in(words, OTHER[whose]) == set(), name
            if found_in(words, whose):
                read[whose].add(name)

    ids = sorted({pk for model in models_with_letters() for word in (OURS, THEIRS) for pk in some_ids(model, word)})
    for letter in all_letters():
        if not letter.name.startswith(("events.", "fellowship.", "mentoring.")):
            continue
        there = letter.look_up(ids)
        for about in ids:
            try:
                mail = letter.write(there.get(about), now)
            except ObjectDoesNotExist:  # a letter that is about another table has no row of this number
                continue
            if isinstance(mail, Mail):
                words = finish(write(mail), mail)
                calendar = mail.calendar.content.decode() if mail.calendar else ""
                look_at(mail.to, f"{words.subject} {words.text} {words.html} {calendar}", letter.name)
    for message in Message.objects.all():
        shown = preview(message, now=now)
        look_at(shown.to, f"{shown.subject} {shown.text}", message.letter)
    assert min(len(names) for names in read.values()) > 20, read
