"""Suggestions from the real catalogue: nothing that is closed to the person, never nothing, a reason for the rest."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from careers.frame import current_frame
from careers.models import Activity, CostBand, Learning, LearningKind, LearningSkill, Network, Role
from careers.models.eligibility import ANOTHER_AREA, NO_BAND, NO_REGISTRATION, Applicant
from common.vocabulary import Background, Band, EmployerKind, Nation, Profession
from planning.gap import Gap, gap_to
from planning.learning_taken import mark_taken
from planning.models import ActionKind, Offer, Pays
from planning.plans.filling import Filling, fill
from planning.plans.options import HOURS, MOST_HOURS, hours_of
from planning.shadowing import accept, ask_for, save_offer
from planning.standing import standing_of
from tests.planning.world import NOW, assessment_of, level_index, meets_all, person

pytestmark = pytest.mark.django_db


def _gap(slug: str = "digital-change-manager", **answers: int) -> Gap:
    frame = current_frame()
    return gap_to(frame, standing_of(frame, assessment_of(None, answers)), level_index(slug))


def _fill(gap: Gap, applicant: Applicant | None = None, pays: str = Pays.SOMETHING, hours: int = 9) -> Filling:
    return fill(current_frame(), gap, applicant or Applicant(), pays=pays, hours=hours, now=NOW)


def _may_apply(row: Learning, applicant: Applicant) -> bool:
    """Whether nothing that the catalogue says rules the person out, read field by field."""

    def names(words: str, one: str) -> bool:
        return not one or not words or one in words

    if applicant.band in Band.values:
        rank = Band(applicant.band).rank
        if row.band_low and Band(row.band_low).rank > rank:
            return False
        if row.band_high and Band(row.band_high).rank < rank:
            return False
    if applicant.profession == NO_REGISTRATION and row.professions:
        return False
    return (
        names(row.backgrounds, applicant.background)
        and names(row.nations, applicant.nation)
        and names(row.areas, applicant.area)
        and names(row.employer_kinds, applicant.employer_kind)
        and (applicant.profession == NO_REGISTRATION or names(row.professions, applicant.profession))
    )


applicants = st.builds(
    Applicant,
    background=st.sampled_from(["", *Background.values]),
    band=st.sampled_from(["", NO_BAND, *Band.values]),
    profession=st.sampled_from(["", NO_REGISTRATION, *Profession.values]),
    nation=st.sampled_from(["", *Nation.values]),
    area=st.sampled_from(["", ANOTHER_AREA, "Greater Manchester", "London"]),
    employer_kind=st.sampled_from(["", *EmployerKind.values]),
)


def test_what_the_person_may_not_apply_to_is_never_suggested_and_something_always_is() -> None:
    frame = current_frame()
    standing = standing_of(frame, assessment_of(None))
    rows = {row.name: row for row in Learning.objects.live()}

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.integers(0, len(frame.levels) - 1), applicants, st.sampled_from(Pays.values), st.integers(1, MOST_HOURS))
    def check(level: int, applicant: Applicant, pays: str, hours: int) -> None:
        gap = gap_to(frame, standing, level)
        filling = fill(frame, gap, applicant, pays=pays, hours=hours, now=NOW)
        assert filling.actions
        for one in filling.actions:
            if one.draft.kind in (ActionKind.LEARN, ActionKind.MENTOR):
                row = rows[one.draft.text]
                assert _may_apply(row, applicant), (row.name, applicant)
                assert row.status != "CLOSED"
                assert pays == Pays.SOMETHING or row.cost_band != CostBand.PAID
                assert hours_of(row)[0] <= hours
        useful = {
            name
            for name, skill, reaches in LearningSkill.objects.filter(learning__retired_at=None).values_list(
                "learning__name", "skill", "reaches"
            )
            if any(need.pk == skill and need.have < reaches for need in gap.open)
        }
        told = {one.draft.text for one in filling.actions} | {one.name for one in filling.left_out}
        assert useful <= told, "each course that teaches something of the gap is suggested, or left out with a reason"
        assert all(one.reason for one in filling.left_out)

    check()


def test_where_no_course_is_known_there_is_something_to_do_at_work() -> None:
    LearningSkill.objects.all().delete()
    gap = _gap()
    filling = _fill(gap)
    assert {one.draft.kind for one in filling.actions} == {ActionKind.WORK}
    assert {one.draft.skill for one in filling.actions} == {need.pk for need in gap.open}
    texts = set(Activity.objects.values_list("activity", flat=True))
    assert {one.draft.text for one in filling.actions} <= texts
    assert all(one.draft.evidence and one.draft.due_on for one in filling.actions)


def test_who_meets_everything_is_led_to_adverts() -> None:
    assessment = assessment_of(None)
    frame = current_frame()
    meets_all(frame, assessment)
    (only,) = _fill(gap_to(frame, standing_of(frame, assessment), level_index())).all
    assert only.draft.text == "Look for a post as Digital change manager, and read its advert point by point."
    assert only.draft.address == "/adverts/"


def test_each_course_left_out_says_why() -> None:
    gap = _gap()
    pks = [need.pk for need in gap.open]
    taught = Learning.objects.live().filter(skills__in=pks).distinct()
    closed, elsewhere, paid, long, *_ = taught
    Learning.objects.filter(pk__in=[row.pk for row in taught]).update(
        status="OPEN", nations="", cost_band="FREE", kind="TRAINING", band_low="", band_high="", backgrounds="",
        professions="", areas="", employer_kinds="",
    )  # fmt: skip
    for row, change in (
        (closed, {"status": "CLOSED"}), (elsewhere, {"nations": ";WALES;"}), (paid, {"cost_band": "PAID"}),
        (long, {"kind": "GRADUATE_SCHEME"}),
    ):  # fmt: skip
        Learning.objects.filter(pk=row.pk).update(**change)
    filling = _fill(gap, Applicant(nation="ENGLAND"), pays=Pays.NOTHING, hours=3)
    reasons = {one.name: one.reason for one in filling.left_out}
    assert reasons[closed.name] == "It is closed now."
    assert reasons[elsewhere.name].endswith("because of what you said: England.")
    assert reasons[paid.name] == "It costs money, and you said that you can pay nothing."
    assert "a job of its own, and you have 3" in reasons[long.name]


@pytest.mark.parametrize(
    ("duration", "note", "hours"),
    [
        ("12 months", "Senior sponsor, 10 to 15 hours weekly", 10),
        ("12 months at two days a week", "", 15),
        ("12 months", "One to two days a week released", 8),
        ("", "Three days a month released; employer must be in a named area", 6),
    ],
)
def test_the_hours_that_the_catalogue_states_go_before_our_estimate(duration: str, note: str, hours: int) -> None:
    row = Learning(kind=LearningKind.LEADERSHIP, duration=duration, eligibility_note=note)
    assert hours_of(row) == (hours, True)


@pytest.mark.parametrize(
    "duration", ["", "3 days or self-study", "about 12 days", "3 days residential", "² days a week"]
)
def test_where_the_catalogue_states_no_hours_a_week_we_estimate(duration: str) -> None:
    row = Learning(kind=LearningKind.LEADERSHIP, duration=duration)
    assert hours_of(row) == (HOURS[LearningKind.LEADERSHIP], False)


def test_a_course_that_says_it_takes_more_than_there_is_is_left_out_with_its_hours() -> None:
    filling = _fill(_gap(), hours=3)
    (out,) = [one for one in filling.left_out if one.name == "Digital Health Leadership Programme"]
    assert out.reason == "It takes about 10 hours a week, and you have 3."


def test_networks_that_only_people_of_a_programme_may_join_are_not_suggested() -> None:
    closed = Network.objects.live().exclude(pk__in=Network.objects.open_to_newcomers())
    assert {row.slug for row in closed} >= {"digital-health-leadership-programme-alumni"}
    joins = [one.draft.text for one in _fill(_gap()).besides if one.draft.kind == ActionKind.JOIN]
    assert joins and not closed.filter(name__in=joins).exists()


def test_a_course_that_the_person_completed_is_left_out() -> None:
    sam, gap = person(), _gap()
    plan: Any = {"pays": Pays.SOMETHING, "hours": 9, "person": sam.pk, "now": NOW}
    first = fill(current_frame(), gap, Applicant(), **plan)
    name = next(one.draft.text for one in first.actions if one.draft.kind == ActionKind.LEARN)
    mark_taken(sam, Learning.objects.get(name=name), state="STARTED", on=NOW.date())
    assert fill(current_frame(), gap, Applicant(), **plan) == first
    mark_taken(sam, Learning.objects.get(name=name), state="COMPLETED", on=NOW.date())
    again = fill(current_frame(), gap, Applicant(), **plan)
    assert name not in [one.draft.text for one in again.actions]
    assert {one.name: one.reason for one in again.left_out}[name] == "You said that you completed it."


def test_the_number_of_queries_follows_neither_gap_nor_catalogue() -> None:
    few, many = _gap("change-support-officer"), _gap("digital-change-manager")
    counts = []
    for gap in (few, many):
        _fill(gap)
        with CaptureQueriesContext(connection) as queries:
            _fill(gap)
        counts.append(len(queries))
    assert counts == [8, 8], "the frame; learning twice, the revision, mentors, people, events, networks"


def _offer(user: User, title: str, role: str = "digital-change-manager", **fields: object) -> Offer:
    given_ = {"kind": "SHADOW", "title": title, "text": "Come", "where": "Leeds", "most_a_month": 1, **fields}
    return save_offer(
        user, None, fields={**given_, "role": Role.objects.get(slug=role)}, paused=False, now=NOW
    )  # fmt: skip


def _people(filling: Filling) -> list[str]:
    return [one.draft.text for one in filling.besides if one.draft.kind == ActionKind.SHADOW]


def test_open_offers_in_the_role_of_the_goal_come_first_then_in_roles_that_need_most_of_what_is_short() -> None:
    kit, ada = person("kit@example.org"), person("ada@example.org")
    frame, gap = current_frame(), _gap()
    short = [need.skill for need in gap.open]
    covers = {
        slug: max(
            sum(int(frame.required[level, skill]) >= need.need for skill, need in zip(short, gap.open, strict=True))
            for level in range(len(frame.levels))
            if frame.level_role[level] == role
        )
        for role, slug in enumerate(frame.roles.slugs)
        if role in set(frame.level_role.tolist())
    }
    others = sorted((slug for slug in covers if slug != "digital-change-manager"), key=lambda slug: -covers[slug])
    most, none = others[0], others[-1]
    assert covers[most] > covers[none] == 0
    _offer(kit, "A day elsewhere", none)
    _offer(kit, "A day near it", most)
    _offer(ada, "A day as one")
    filling = _fill(gap)
    assert _people(filling) == ["A day as one", "A day near it"]
    (first, second, *_) = filling.besides
    assert first.draft.address == Offer.objects.get(title="A day as one").get_absolute_url()
    assert f"needs {covers[most]} of the {len(short)} skills that you are short of" in second.why


def test_an_offer_that_cannot_be_asked_for_is_not_suggested() -> None:
    kit = person("kit@example.org")
    save_offer(kit, _offer(kit, "Paused").pk, fields={}, paused=True, now=NOW)
    full = _offer(kit, "Full")
    asked = ask_for(full.pk, asker=person("lee@example.org"), text="Please", now=NOW)
    accept(asked.uuid, owner=kit, answer="Come", meets_on=NOW.date(), now=NOW)
    _offer(person("gone@example.org", is_active=False), "Of somebody who left")
    assert _people(_fill(_gap())) == []
    own = _offer(kit, "My own")
    assert _people(fill(current_frame(), _gap(), Applicant(), pays="NOTHING", hours=3, person=kit.pk, now=NOW)) == []
    assert _people(_fill(_gap())) == [own.title]
