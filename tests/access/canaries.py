"""Two programmes with everything in them, and a word of its own in every text of each."""

import re
from collections.abc import Iterator
from random import Random

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db.models import Field, ForeignKey, Model, OneToOneField, QuerySet, TextField, URLField, Value
from django.db.models.functions import Cast, Concat, Left
from django.utils import timezone

from accounts.models import Profile, Programme, User
from events.models import Event
from fellowship.calls.questions import as_they_are
from fellowship.models import CallVersion, Cohort
from fellowship.models.moves import ApplicationState, CohortState
from portal.worlds.calls import Plan, Team, make_cohort, make_programme
from portal.worlds.events import make_public_events
from portal.worlds.making import fill_cohort
from portal.worlds.mentors import make_mentors
from portal.worlds.people import World, make_employers, make_people
from tests.access.canaries_rare import fill_the_rest

S = ApplicationState
PASSWORD = "correct horse battery"
People = dict[str, dict[str, User]]
OURS, THEIRS = "Quokka", "Numbat"
PLANS = (
    Plan(CohortState.FINISHED, -540, {S.ENROLLED: 12, S.UNSUCCESSFUL: 1}),
    Plan(CohortState.RUNNING, -215, {S.ENROLLED: 12, S.UNSUCCESSFUL: 1}),
    Plan(
        CohortState.SELECTING, 120,
        {S.ONBOARDING: 1, S.OFFERED: 1, S.RESERVE: 1, S.INTERVIEWED: 5, S.INTERVIEW_BOOKED: 1, S.SHORTLISTED: 1,
         S.IN_REVIEW: 3, S.MODERATION: 1, S.SCORED: 1},
    ),
    Plan(CohortState.OPEN, 230, {S.DRAFT: 1, S.SUBMITTED: 2, S.ELIGIBLE: 1, S.INELIGIBLE: 1, S.INFO_REQUESTED: 1}),
)  # fmt: skip
# Where the shortest way to a programme is not the one that says whose a row is.
WAYS = {
    "fellowship.Signpost": "rule__call__cohort__programme",
    "fellowship.Deferral": "application__call__cohort__programme",
}
# What only programs read: it would break if it were another word.
NOT_WORDS = {
    "zone", "lease", "token_hash", "late_code", "reference", "reason_code", "band", "profession", "background",
    "region", "file_type", "kind", "topic", "cause", "stage", "shown_if_answer", "employers", "people", "inputs",
    "problem", "adjustments", "external_link",
}  # fmt: skip
TEXTS = ("CharField", "TextField")


def canary(word: str, model: str, column: str) -> str:
    """One word that says whose text it is, and in which column it stands: "QuokkaFellowshipCohortName"."""
    return word + re.sub(r"[._ ]", "", f"{model}.{column}".title())


def found_in(text: str, word: str) -> set[str]:
    """The canaries of one programme that a text holds, in whatever letters."""
    return {one.lower() for one in re.findall(rf"{word}[a-z]*", text, re.IGNORECASE)}


def models_of_programmes() -> Iterator[tuple[type[Model], str]]:
    """Each table whose rows belong to one programme, with the way there, as a filter says it."""
    for model in apps.get_models():
        if model._meta.app_label in ("events", "fellowship", "mentoring") and (way := _way(model)):
            yield model, way


def columns_of_programmes() -> Iterator[tuple[type[Model], Field]]:
    """Each column in which somebody of a programme writes something."""
    for model, _ in models_of_programmes():
        for field in texts_of(model):
            yield model, field


def rows_of(model: type[Model], word: str) -> QuerySet:
    """The rows of the programme with this word."""
    return model._default_manager.filter(**{f"{_way(model)}__slug": word.lower()})


def texts_of(model: type[Model]) -> list[Field]:
    """The columns that hold what somebody wrote."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.get_internal_type() in TEXTS and not field.choices and field.name not in NOT_WORDS
    ]


def _way(model: type[Model]) -> str:
    if model._meta.label in WAYS:
        return WAYS[model._meta.label]
    ways: list[tuple[type[Model], tuple[str, ...]]] = [(model, ())]
    seen = {model, User}
    for current, way in ways:  # grows as it goes: nearest first
        if current is Programme:
            return "__".join(way)
        for field in current._meta.concrete_fields:
            to = field.related_model
            if isinstance(field, ForeignKey | OneToOneField) and isinstance(to, type) and to not in seen:
                seen.add(to)
                ways.append((to, (*way, field.name)))
    return ""


def make_two_programmes() -> People:
    """Makes them. Returns who may be signed in as, by word and role; all with PASSWORD."""
    world = World(Random(7), timezone.now())
    world.employers = make_employers()
    made = {}
    for word in (OURS, THEIRS):
        everybody = make_people(world, 130)
        world.waiting = iter(everybody)
        owner, admin = world.next(2)
        team = Team(owner, admin, world.next(6), world.next(3), world.next(3))
        programme = make_programme(world, word, word.lower(), team)
        mentors = world.next(14)
        make_mentors(world, mentors)
        for number, plan in enumerate(PLANS, start=1):
            cohort = make_cohort(world, programme, number, plan, team)
            fill_cohort(world, cohort, plan, team, mentors=mentors)
        make_public_events(world, programme, admin, everybody, [])
        fill_the_rest(world, programme, team)
        _write_everywhere(word, programme, everybody)
        running = Cohort.objects.get(programme=programme, state=CohortState.RUNNING)
        made[word] = {
            "owner": owner, "admin": admin, "reviewer": team.reviewers[0], "adviser": team.advisers[0],
            "facilitator": team.facilitators[0], "fellow": running.fellows.order_by("pk")[2].user,
            "applicant": programme.cohorts.get(state=CohortState.OPEN).call.applications.get(state=S.DRAFT).user,
        }  # fmt: skip
    return made


def _write_everywhere(word: str, programme: Programme, people: list[User]) -> None:
    """The programme's word at the beginning of all its texts, in its addresses and in the names of its people."""
    for model, way in [*models_of_programmes(), (Programme, "pk")]:
        # First which rows, then the words: in one statement PostgreSQL may look through both tables for each row.
        ids = list(model._default_manager.filter(**{way: programme.pk}).values_list("pk", flat=True))
        if fields := texts_of(model):
            model._default_manager.filter(pk__in=ids).update(**{one.name: _text(word, one) for one in fields})
    Cohort.objects.filter(programme=programme).update(slug=Concat(Value(f"{word.lower()}-"), "slug"))
    Event.objects.filter(programme=programme).update(slug=Concat(Value(f"{word.lower()}-"), "slug"))
    for version in CallVersion.objects.filter(call__cohort__programme=programme):
        CallVersion.objects.filter(pk=version.pk).update(questions=as_they_are(version.call))
    for user in people:
        user.name, user.email = f"{word}Person {user.name}", f"{word.lower()}-{user.pk}@example.org"
        user.password = make_password(PASSWORD)
    User.objects.bulk_update(people, ["name", "email", "password"])
    EmailAddress.objects.bulk_create(
        EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in people
    )
    Profile.objects.filter(user__in=people).update(job_title=f"{word}Job", line_manager_email=f"{word}@example.org")


def _text(word: str, field: Field) -> object:
    wrote = canary(word, field.model._meta.label, field.name)
    if isinstance(field, URLField):
        return f"https://example.org/{wrote}"
    if "email" in field.name or field.name == "reply_to":
        return f"{wrote.lower()}@example.org"
    # With a number, since some must differ from row to row.
    numbered = Concat(Value(f"{wrote} "), Cast("pk", TextField()))
    return Left(numbered, field.max_length) if field.max_length else numbered
