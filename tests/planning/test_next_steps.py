"""What to do about a gap: never empty, and no course that the person may not apply to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.frame import current_frame
from careers.models import Activity, Learning, LearningSkill, LearningStatus, Skill
from careers.models.eligibility import Applicant
from careers.revision import bump_revision
from events.models import Event
from planning.gap import Gap, gap_to
from planning.next_steps import NextStep, next_steps
from planning.standing import standing_of
from tests.planning.world import DAY, NOW, assessment_of, level_index, meets_all, person

pytestmark = pytest.mark.django_db

APPLICANTS = [
    Applicant(),
    Applicant(background="CLINICAL", band="6", profession="NURSE", nation="WALES", employer_kind="NHS"),
    Applicant(background="CORPORATE", band="3", profession="NONE", nation="ENGLAND", area="ANOTHER"),
    Applicant(background="NEW_ENTRANT", band="NONE", employer_kind="NONE"),
]


def gap(slug: str = "digital-change-manager") -> Gap:
    frame = current_frame()
    return gap_to(frame, standing_of(frame, assessment_of(person(f"{slug}@example.org"))), level_index(slug))


@pytest.mark.parametrize("applicant", APPLICANTS, ids=range(len(APPLICANTS)))
def test_no_course_is_proposed_that_careers_rules_out(applicant: Applicant) -> None:
    proposed = 0
    for slug in ("digital-change-manager", "data-analyst", "product-manager"):
        allowed = set(Learning.objects.live().meeting(applicant.conditions()).values_list("name", flat=True))
        for step in next_steps(current_frame(), gap(slug), applicant, now=NOW):
            assert {course.name for course in step.courses} <= allowed
            proposed += len(step.courses)
            for course in step.courses:
                assert course.reaches > step.need.have
                assert course.enough == (course.reaches >= step.need.need)
    assert proposed > 5


def test_every_gap_has_something_to_do_at_work_and_what_shows_it() -> None:
    Activity.objects.all().delete()
    Learning.objects.update(retired_at=NOW)
    bump_revision(now=NOW)
    found = gap()
    steps = next_steps(current_frame(), found, Applicant(), now=NOW)
    assert [step.need for step in steps] == list(found.open)
    assert all(step.at_work and step.evidence for step in steps)
    assert not any(step.courses for step in steps)


def only_course(**fields: object) -> NextStep:
    """The first step of a gap with exactly one course for it."""
    found = gap()
    LearningSkill.objects.all().delete()
    course = Learning.objects.live().order_by("pk")[0]
    blank = {"backgrounds": "", "band_low": "", "band_high": "", "professions": "", "nations": "", "areas": "",
             "employer_kinds": "", "status": LearningStatus.OPEN}  # fmt: skip
    Learning.objects.filter(pk=course.pk).update(**blank | fields)
    LearningSkill.objects.create(learning=course, skill_id=found.open[0].pk, reaches=4)
    bump_revision(now=NOW)
    return next_steps(current_frame(), found, Applicant(background="CLINICAL", nation="WALES"), now=NOW)[0]


def test_a_course_that_is_closed_is_left_out() -> None:
    assert not only_course(status=LearningStatus.CLOSED).courses


def test_a_course_for_others_is_left_out() -> None:
    assert not only_course(backgrounds=";TECHNICAL;").courses


def test_a_course_of_which_little_is_known_stays_and_says_what() -> None:
    (course,) = only_course().courses
    assert course.not_known == ("Wales",)
    assert "not known whether it is open to Wales" in course.words


def test_events_about_a_skill_are_shown_if_everybody_may_come() -> None:
    found = gap()
    skill = Skill.objects.get(pk=found.open[0].pk)
    for title, fields in (("Open", {}), ("Closed", {"audience": "INVITED"}), ("Draft", {"state": "DRAFT"})):
        given = {"title": title, "summary": "Words", "kind": "WEBINAR", "mode": "ONLINE", "state": "PUBLISHED"}
        event = Event.objects.create(**given | fields, slug=title, starts_at=NOW + DAY, ends_at=NOW + 2 * DAY)
        event.skills.add(skill)
    steps = next_steps(current_frame(), found, Applicant(), now=NOW)
    assert [event.title for event in steps[0].events] == ["Open"]
    assert not any(step.events for step in steps[1:])
    assert not next_steps(current_frame(), found, Applicant(), now=NOW + 3 * DAY)[0].events


def test_the_queries_do_not_grow_with_the_gap() -> None:
    found = gap()
    one = Gap(found.level, found.name, found.open[:1], any_level=False)
    next_steps(current_frame(), found, APPLICANTS[1], now=NOW)  # the catalogue's index is read once per process
    counts = []
    for each in (one, found):
        with CaptureQueriesContext(connection) as queries:
            next_steps(current_frame(), each, APPLICANTS[1], now=NOW)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5


def test_without_a_gap_nothing_is_asked_of_the_database() -> None:
    frame, assessment = current_frame(), assessment_of(person())
    meets_all(frame, assessment)
    nothing = gap_to(frame, standing_of(frame, assessment), level_index())
    with CaptureQueriesContext(connection) as queries:
        assert next_steps(frame, nothing, Applicant(), now=NOW) == []
    assert len(queries) == 0
