"""A copied cohort has everything that a year needs, so many weeks later, and nobody in it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.utils import timezone

from accounts.models import User
from events.models import Booking, Event, Invitation
from fellowship import cohorts
from fellowship.copying.rows import later
from fellowship.copying.telling import what_comes_along
from fellowship.models import (
    Activity,
    Call,
    Cohort,
    CohortSkill,
    EligibilityRule,
    EligibleGroup,
    EligibleStaff,
    MandatoryDay,
    Question,
    RubricItem,
    Section,
    Signpost,
    Theme,
    Wave,
)
from tests.fellowship import world
from tests.fellowship.copying.years import full_cohort
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
MOVED = timedelta(weeks=53)
# What comes along: each with the way to it from the cohort.
COPIED: dict[type[models.Model], str] = {
    Cohort: "", Call: "cohort", MandatoryDay: "cohort", Theme: "cohort", Activity: "cohort", Wave: "cohort",
    CohortSkill: "cohort", Section: "call__cohort", EligibilityRule: "call__cohort", RubricItem: "call__cohort",
    Question: "section__call__cohort", Signpost: "rule__call__cohort", Event: "activity__cohort",
}  # fmt: skip
# What hangs on these and stays behind, and why.
STAYS = {
    "people and what they did or were told": {
        "Application.call", "Application.unmet", "Answer.question", "Fellow.cohort", "DeepDive.cohort",
        "DeepDive_themes.theme", "DayClash.day", "Deferral.cohort", "Extension.call", "Reader.call", "Panel.call",
        "ReviewScore.item", "InterviewScore.item", "InformationRequest_questions.question", "MakeUp.activity",
        "Response.wave", "WaveReminder.wave", "Announcement.cohort", "ApplicantLetter.call", "LearningSet.cohort",
        "SetRun.cohort", "SetMeeting.event", "Booking.event", "Invitation.event", "CoHost.event", "Reminder.event",
    },
    "counts of what happened": {"CampaignCount.call", "SignpostCount.signpost", "ElsewhereCount.call"},
    "said of one year": {"EligibleStaff.cohort"},  # and with it, by region, profession and band, its groups
    "made when it is published": {"CallVersion.call"},
    "tells of one year's projects": {"Showcase.cohort", "Showcase.event"},
}  # fmt: skip
# Values that a copy has of its own; all others are the same or so many weeks later.
OF_ITS_OWN: dict[type[models.Model], set[str]] = {
    Cohort: {"name", "slug", "state", "copied_from", "mentor_round", "sets_told_at"},
    Call: {"published_at", "extended_to", "late_code", "late_until"},
    Event: {"slug", "state", "organiser", "series", "sequence", "moved_from_at", "published_at"},
}
EACH = {"id", "uuid", "created_at", "updated_at"}


def relations() -> Iterator[str]:
    for model in COPIED:
        for field in model._meta.get_fields(include_hidden=True):
            if field.auto_created and not field.concrete and field.related_model is not None:
                related: Any = field.related_model
                many = getattr(field, "many_to_many", False)
                if not many:
                    yield f"{related.__name__}.{field.remote_field.name}"  # type: ignore[union-attr]


def test_whatever_hangs_on_a_cohort_comes_along_or_is_left_behind_for_a_reason() -> None:
    ours = {f"{model.__name__}.{field.name}" for model in COPIED for field in model._meta.fields}
    joined = {"Activity_themes.activity", "Activity_themes.theme", "Event_families.event", "Event_skills.event"}
    known = ours | joined | set().union(*STAYS.values())
    found = set(relations())
    assert found - known == set(), "Copy it in fellowship/copying, or say here why it stays behind"
    assert set().union(*STAYS.values()) <= found, "no longer there"


def rows(model: type[models.Model], of: Cohort) -> list[Any]:
    """Those that belong to the cohort and are to come along, in the order in which they were made."""
    way = COPIED[model]
    found: Any = model._default_manager.filter(**{f"{way}__pk" if way else "pk": of.pk}).order_by("pk")
    if any(field.name == "is_retired" for field in model._meta.fields):
        found = found.exclude(is_retired=True)
    if model is RubricItem:
        found = found.exclude(question__is_retired=True)
    if model in (Activity, Event):
        found = found.exclude(**{"event__state" if model is Activity else "state": "CANCELLED"})
    return list(found)


def as_moved(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value) + MOVED
    return value + MOVED if isinstance(value, date) else value


def test_every_value_of_every_row_is_the_same_or_so_many_weeks_later() -> None:
    source, admin = full_cohort()
    copied = cohorts.copy_cohort(source, name="Next", starts_on=source.starts_on + MOVED, actor=admin, now=NOW)
    filled: dict[str, set[bool]] = {}
    for model in COPIED:
        before, after = rows(model, source), rows(model, copied)
        assert before and len(before) == len(after), model
        for old, new in zip(before, after, strict=True):
            assert old.pk != new.pk
            for field in model._meta.fields:
                if field.name in EACH | OF_ITS_OWN.get(model, set()):
                    continue
                was, now_is = getattr(old, field.name), getattr(new, field.name)
                filled.setdefault(f"{model.__name__}.{field.name}", set()).add(was not in (None, "", [], ()))
                if isinstance(field, models.ForeignKey) and field.related_model in COPIED:
                    assert (was is None) == (now_is is None), field
                    assert was is None or was.pk != now_is.pk, field
                    assert str(was) == str(now_is) or field.related_model in (Cohort, Call, MandatoryDay), field
                else:
                    assert now_is == as_moved(was), field
    # What is empty everywhere was not tried, except what cannot be filled in.
    never = {name for name, tried in filled.items() if tried == {False}}
    assert never <= {"Event.external_link", "Event.cancelled_at", "Event.cancel_reason"}
    session = Activity.objects.get(cohort=copied, kind="DAY")
    assert [theme.cohort for theme in session.themes.all()] == [copied]
    assert session.event is not None and session.event.state == Event.State.DRAFT
    assert session.event.families.exists() and session.event.skills.exists()
    assert copied.call.topic_question in Question.objects.filter(section__call=copied.call)
    assert (copied.state, copied.sets_told_at, copied.mentor_round) == ("PLANNED", None, None)
    assert (copied.call.published_at, copied.call.late_code, copied.call.extended_to) == (None, "", None)


def test_nobody_comes_along() -> None:
    source, admin = full_cohort()
    people = {f"{field.model.__name__}.{field.name}" for model in COPIED for field in model._meta.fields
              if field.related_model is User}  # fmt: skip
    assert people == {"Event.organiser"}
    copied = cohorts.copy_cohort(source, name="Next", starts_on=source.starts_on + MOVED, actor=admin, now=NOW)
    assert not copied.fellows.exists() and not copied.call.applications.exists()
    assert not Invitation.objects.filter(event__activity__cohort=copied).exists()
    assert not Booking.objects.filter(event__activity__cohort=copied).exists()
    assert not copied.call.campaigns.exists() and not copied.call.extensions.exists()
    assert not copied.call.readers.exists() and not copied.call.versions.exists()


def test_how_many_could_have_applied_was_said_of_one_year() -> None:
    source, admin = full_cohort()
    known = EligibleStaff.objects.create(cohort=source, number=900, source="A list", counted_on=date(2026, 3, 31))
    known.groups.create(kind=EligibleGroup.Kind.REGION, value="LONDON", number=90)
    copied = cohorts.copy_cohort(source, name="Next", starts_on=source.starts_on + MOVED, actor=admin, now=NOW)
    assert not EligibleStaff.objects.filter(cohort=copied).exists()
    assert not EligibleGroup.objects.filter(everybody__cohort=copied).exists() and known.groups.count() == 1


def test_a_time_of_day_stays_when_the_clocks_have_changed_meanwhile() -> None:
    in_winter = datetime(2027, 1, 12, 17, tzinfo=UTC)
    assert later(in_winter, timedelta(weeks=26)) == datetime(2027, 7, 13, 16, tzinfo=UTC)


def test_the_page_counts_what_the_copy_then_has() -> None:
    source, admin = full_cohort()
    client = Client()
    client.force_login(admin)
    told = client.get(f"/staff/cohorts/{source.uuid}/copy/")
    counts = dict(told.context["comes"])
    assert f"<strong>{counts['questions']}</strong> questions" in told.content.decode()
    assert [counts[one] for one in ("questions", "question of who may apply", "thing that is scored")] == [3, 1, 1]
    assert counts["session, as a draft with time, place and aims"] == 1
    starts = source.starts_on + MOVED
    data = {"name": "Next", "starts_on_day": starts.day, "starts_on_month": starts.month, "starts_on_year": starts.year}
    answer = client.post(f"/staff/cohorts/{source.uuid}/copy/", data, follow=True)
    copied = Cohort.objects.get(name="Next")
    assert answer.redirect_chain[-1][0] == f"/staff/cohorts/{copied.uuid}/check/"
    assert dict(what_comes_along(copied)) == counts


def test_an_empty_cohort_can_be_copied_too() -> None:
    source = world.cohort()
    admin = world.in_team(source.programme)
    copied = cohorts.copy_cohort(source, name="Next", starts_on=source.starts_on + MOVED, actor=admin, now=NOW)
    assert what_comes_along(copied) == [] and not hasattr(copied, "call")
