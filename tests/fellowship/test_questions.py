"""Questions of a call: in versions, in order, kept where they were answered."""

import pytest

from fellowship.calls import questions
from fellowship.models import Answer, Question, Section
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db


def test_people_see_what_was_published_until_it_is_published_again() -> None:
    call = world.call()
    admin = world.in_team(call.cohort.programme)
    first = questions.publish_questions(call, actor=admin, now=NOW)
    assert questions.publish_questions(call, actor=admin, now=NOW) == first
    section = call.sections.get()
    questions.save_question(section, section.questions.last(), {"text": "What is your project about?"})
    assert questions.has_changes(call)
    assert call.versions.first() == first
    second = questions.publish_questions(call, actor=admin, now=NOW)
    assert second.number == 2
    assert [one["text"] for one in second.questions[0]["questions"]] == [
        "Do you lead one?",
        "What is your project about?",
    ]
    assert not questions.has_changes(call)


def test_a_call_without_questions_is_not_published() -> None:
    call = world.call()
    Question.objects.all().delete()
    with pytest.raises(questions.NoQuestions):
        questions.publish_questions(call, actor=world.in_team(call.cohort.programme), now=NOW)


def test_a_question_depends_on_an_earlier_one_with_choices_alone() -> None:
    call = world.call()
    section = call.sections.get()
    choice, about = section.questions.all()
    questions.save_question(section, about, {"shown_if": choice, "shown_if_answer": "Yes"})
    with pytest.raises(questions.AsksWhatComesLater):
        questions.move_up(about)
    about.refresh_from_db()
    assert about.position > Question.objects.get(pk=choice.pk).position
    with pytest.raises(questions.AsksWhatComesLater):
        questions.save_question(section, choice, {"shown_if": about, "shown_if_answer": "x"})
    spec = questions.as_they_are(call)[0]["questions"]
    assert questions.is_shown(spec[0], {})
    assert questions.is_shown(spec[1], {str(choice.uuid): "Yes"})
    assert not questions.is_shown(spec[1], {str(choice.uuid): "No"})
    assert questions.earlier_choices(section, about) == [choice]
    assert questions.earlier_choices(section, choice) == []
    assert questions.earlier_choices(section, None) == [choice]


def test_what_was_answered_is_kept_and_asked_no_longer() -> None:
    call = world.call()
    section = call.sections.get()
    choice, about = section.questions.all()
    Answer.objects.create(application=world.application(call), question=choice, text="Yes")
    assert not questions.delete_question(choice)
    assert questions.delete_question(about)
    assert questions.as_they_are(call)[0]["questions"] == []
    assert Answer.objects.get().question == choice


def test_sections_change_places_and_are_deleted_when_empty() -> None:
    call = world.call()
    first = call.sections.get()
    second = questions.save_section(call, None, title="You", intro="")
    questions.move_up(second)
    questions.move_up(second)
    assert list(call.sections.all()) == [second, first]
    with pytest.raises(questions.SectionHasQuestions):
        questions.delete_section(first)
    questions.delete_section(second)
    assert Section.objects.get(call=call) == first


def test_the_version_of_a_form_costs_the_same_however_long_it_is(
    django_assert_num_queries: object,
) -> None:
    call = world.call()
    section = call.sections.get()
    for number in range(20):
        questions.save_question(section, None, {"kind": "SHORT", "text": f"Question {number}?"})
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(questions.as_they_are(call)[0]["questions"]) == 22
