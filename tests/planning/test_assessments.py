"""Beginning, answering, beginning again, keeping and throwing away."""

from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from careers.frame import current_frame
from careers.models import Skill, Statement, StatementKind
from careers.revision import bump_revision
from planning.assessments import (
    MOST_KEPT,
    About,
    Adjusted,
    TooManyAssessments,
    TooManyStatements,
    add_skills,
    change_about,
    choose_statements,
    forget_signed_out,
    keep_for,
    note_seen,
    set_goal,
    skill_levels,
    start_assessment,
)
from planning.models import Answer, Assessment, ReturnCode
from planning.returning import make_code
from planning.standing import standing_of
from tests.planning.world import DAY, MINUTE, NOW, answer, assessment_of, goal, nurse, person

pytestmark = pytest.mark.django_db


def begin_again(assessment: Assessment, **about: object) -> Assessment:
    return start_assessment(
        assessment.user, About(point=nurse(), **about), last=assessment, frame=current_frame(), now=NOW + DAY  # type: ignore[arg-type]
    )  # fmt: skip


def test_beginning_again_fills_in_what_was_said_also_of_skills_that_are_not_asked_any_more() -> None:
    first = assessment_of(person(), {"user-focus": 2, "data-modelling": 3})
    answer(first, "planning", None, note="A rota")
    first.statements.set(Statement.objects.all()[:2])
    second = begin_again(first, goal=goal("data-analyst"))
    said = {row.skill.slug: (row.level, row.note) for row in second.answers.filter(answered_at__isnull=False)}
    assert said == {"user-focus": (2, ""), "data-modelling": (3, ""), "planning": (None, "A rota")}
    assert second.statements.count() == 2
    positions = list(second.answers.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, len(positions) + 1))
    assert Assessment.objects.filter(pk=first.pk).exists()


def change(assessment: Assessment, **about: object) -> Adjusted:
    return change_about(assessment, About(**about), frame=current_frame(), now=NOW + DAY)  # type: ignore[arg-type]


def test_changing_the_goal_keeps_assessment_and_answers_and_asks_what_the_new_one_needs() -> None:
    frame = current_frame()
    first = assessment_of(person(), {"user-focus": 2})
    first.answers.filter(position=2).update(note="Half a thought")
    noted = first.answers.get(position=2).skill_id
    data = goal("data-analyst")
    wanted = [frame.skills.ids[skill] for skill in frame.named[frame.levels.by_id[data.pk]].nonzero()[0]]
    by_hand = Skill.objects.live().exclude(pk__in=first.answers.values("skill")).exclude(pk__in=wanted)[0]
    add_skills(first, [by_hand.pk], now=NOW)
    said = dict(first.answers.values_list("skill", "pk"))
    adjusted = change(first, point=nurse(), goal=data, band="7")
    assert list(Assessment.objects.all()) == [first]
    first.refresh_from_db()
    assert (first.goal, first.band, first.started_at) == (data, "7", NOW)
    rows = list(first.answers.order_by("position"))
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    now = {row.skill_id: row for row in rows}
    assert set(wanted) <= set(now) and noted in now and by_hand.pk in now
    kept = first.answers.get(skill__slug="user-focus")
    assert (kept.level, kept.pk) == (2, said[kept.skill_id])
    assert now[noted].note == "Half a thought"
    assert (adjusted.added, adjusted.dropped) == (len(set(now) - set(said)), len(set(said) - set(now)))
    assert adjusted.added and adjusted.dropped
    assert adjusted.first_new == min(now[pk].position for pk in set(now) - set(said))
    fresh = assessment_of(None, goal=data)
    asked = list(fresh.answers.order_by("position").values_list("skill", flat=True))
    assert [row.skill_id for row in rows][: len(asked)] == asked  # in the order of whoever begins with these ends


def test_changing_only_the_band_asks_the_same() -> None:
    first = assessment_of(person(), {"user-focus": 2})
    before = list(first.answers.values_list("pk", "skill", "position"))
    assert change(first, point=nurse(), goal=goal(), band="8a") == Adjusted(0, 0, None)
    assert list(first.answers.values_list("pk", "skill", "position")) == before


def test_signed_out_the_new_one_takes_the_place_of_the_old_and_its_code() -> None:
    first = assessment_of(None, {"user-focus": 2})
    make_code(first, now=NOW)
    second = begin_again(first)
    assert list(Assessment.objects.all()) == [second]
    assert ReturnCode.objects.get().assessment == second
    assert second.answers.get(skill__slug="user-focus").level == 2


def test_nobody_keeps_assessments_without_end() -> None:
    sam = person()
    Assessment.objects.bulk_create(Assessment(user=sam, started_at=NOW, seen_at=NOW) for _ in range(MOST_KEPT))
    with pytest.raises(TooManyAssessments):
        assessment_of(sam)


def test_a_skill_that_is_added_twice_is_asked_once() -> None:
    assessment = assessment_of(person())
    before = assessment.answers.count()
    skill = Skill.objects.get(slug="data-modelling")
    assert add_skills(assessment, [skill.pk], now=NOW) == add_skills(assessment, [skill.pk], now=NOW) == before + 1
    assert assessment.answers.count() == before + 1


def test_a_new_goal_adds_what_it_needs_and_was_not_asked() -> None:
    assessment = assessment_of(person(), goal=None)
    frame = current_frame()
    added = set_goal(assessment, goal("data-analyst"), frame=frame, now=NOW)
    asked = set(assessment.answers.values_list("skill_id", flat=True))
    assert {row.skill_id for row in goal("data-analyst").requirements.all()} <= asked
    assert added > 0 == set_goal(assessment, goal("data-analyst"), frame=frame, now=NOW)


def test_at_most_five_statements_of_a_kind_are_kept_and_those_of_other_kinds_stay() -> None:
    assessment = assessment_of(person())
    strengths = list(Statement.objects.filter(kind="STRENGTH")[:6])
    with pytest.raises(TooManyStatements):
        choose_statements(assessment, StatementKind.STRENGTH, strengths)
    choose_statements(assessment, StatementKind.STRENGTH, strengths[:5])
    choose_statements(assessment, StatementKind.VALUE, list(Statement.objects.filter(kind="VALUE")[:1]))
    choose_statements(assessment, StatementKind.STRENGTH, strengths[:1])
    assert sorted(assessment.statements.values_list("kind", flat=True)) == ["STRENGTH", "VALUE"]


def test_the_database_keeps_answers_on_the_scale_and_one_for_each_skill() -> None:
    assessment = assessment_of(person())
    row = assessment.answers.all()[0]
    for wrong in ({"level": 5, "answered_at": NOW}, {"level": 2, "answered_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.filter(pk=row.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(assessment=assessment, skill=row.skill, position=99)


def test_a_retired_skill_keeps_its_answer_and_counts_for_nothing() -> None:
    assessment = assessment_of(person(), {"user-focus": 3})
    Skill.objects.filter(slug="user-focus").update(retired_at=NOW)
    bump_revision(now=NOW)
    frame = current_frame()
    standing = standing_of(frame, assessment)
    assert "user-focus" not in frame.skills.index
    assert assessment.answers.get(skill__slug="user-focus").is_retired
    assert standing.have.sum() == 0
    assert skill_levels(frame, {1_000_000: 3}).sum() == 0


def test_signed_out_answers_go_half_an_hour_after_the_last_page() -> None:
    assessment = assessment_of(None)
    assert forget_signed_out(now=NOW + 29 * MINUTE) == 0
    note_seen(assessment, now=NOW + 29 * MINUTE)
    assert forget_signed_out(now=NOW + 58 * MINUTE) == 0
    assert forget_signed_out(now=NOW + 59 * MINUTE) == 1
    assert not Answer.objects.exists()


def test_with_a_code_they_go_with_the_code() -> None:
    make_code(assessment_of(None), now=NOW)
    assert forget_signed_out(now=NOW + 29 * DAY) == 0
    assert forget_signed_out(now=NOW + 30 * DAY) == 1


def test_what_belongs_to_an_account_is_never_forgotten() -> None:
    assessment_of(person())
    assert forget_signed_out(now=NOW + 5000 * DAY) == 0


def test_after_signing_in_answers_belong_to_the_account_and_the_code_opens_nothing() -> None:
    assessment = assessment_of(None)
    make_code(assessment, now=NOW)
    sam = person()
    assert keep_for(sam, assessment.pk, now=NOW)
    assert Assessment.objects.of(sam).get() == assessment
    assert not ReturnCode.objects.exists()


def test_nobody_takes_what_belongs_to_somebody_or_was_forgotten() -> None:
    theirs, old = assessment_of(person()), assessment_of(None)
    other = person("kit@example.org")
    assert not keep_for(other, theirs.pk, now=NOW)
    assert not keep_for(other, old.pk, now=NOW + 31 * MINUTE)
    assert not Assessment.objects.of(other).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time.")
def test_what_somebody_signs_in_for_at_the_last_moment_is_not_swept_away() -> None:
    assessment, sam = assessment_of(None), person()
    swept: list[int] = []

    def sweep() -> None:
        swept.append(forget_signed_out(now=NOW + 31 * MINUTE))
        connection.close()

    with transaction.atomic():
        assert keep_for(sam, assessment.pk, now=NOW + 29 * MINUTE)
        sweeper = Thread(target=sweep)
        sweeper.start()
        sweeper.join(timeout=10)
        assert not sweeper.is_alive(), "it does not wait for people"
    assert swept == [0]
    assert Assessment.objects.of(sam).get() == assessment
