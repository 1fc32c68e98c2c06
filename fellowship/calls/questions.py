"""Questions of a call: written by its admin, published in versions, so that nobody's form changes under them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Call, CallVersion, Question, Section
from fellowship.models.moves import CohortState

MOST_QUESTIONS = 60


class NoQuestions(Refused):
    """There is no question yet. Add at least one before you publish."""


class TooManyQuestions(Refused):
    """A call has at most 60 questions. Take some out: long forms lose the people you want."""


class AsksWhatComesLater(Refused):
    """A question can depend only on an earlier question with choices. Choose another one, or move it up."""


class SectionHasQuestions(Refused):
    """This section still has questions. Move or delete them first."""


@transaction.atomic
def save_section(call: Call, section: Section | None, *, title: str, intro: str) -> Section:
    section = section or Section(call=call, position=_next(call.sections))
    section.title, section.intro = title, intro
    section.save()
    return section


@transaction.atomic
def save_question(section: Section, question: Question | None, fields: Mapping[str, Any]) -> Question:
    """Add or change a question. Raises TooManyQuestions, AsksWhatComesLater."""
    if question is None:
        if Question.objects.filter(section__call=section.call_id).count() >= MOST_QUESTIONS:
            raise TooManyQuestions
        question = Question(position=_next(section.questions))
    elif question.section_id != section.pk:
        question.position = _next(section.questions)
    question.section = section
    for name, value in fields.items():
        setattr(question, name, value)
    question.save()
    _check_order(section.call_id)
    return question


@transaction.atomic
def delete_section(section: Section) -> None:
    """Raises SectionHasQuestions."""
    if section.questions.exists():
        raise SectionHasQuestions
    section.delete()


def delete_question(question: Question) -> bool:
    """Take a question out. If it was answered it is kept for those answers, and only leaves the form."""
    if question.answers.exists():
        question.section.questions.filter(pk=question.pk).update(is_retired=True)
        return False
    question.delete()
    return True


@transaction.atomic
def move_up(thing: Section | Question) -> None:
    """Change places with the one before. Raises AsksWhatComesLater. The first stays where it is."""
    beside: Any = (
        thing.call.sections.all() if isinstance(thing, Section) else thing.section.questions.filter(is_retired=False)
    )
    rows = list(beside.order_by("position", "pk").select_for_update(of=("self",)))
    place = [row.pk for row in rows].index(thing.pk)
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for position, row in enumerate(rows):
        type(row).objects.filter(pk=row.pk).update(position=position)
    _check_order(thing.call_id if isinstance(thing, Section) else thing.section.call_id)


def earlier_choices(section: Section, question: Question | None) -> list[Question]:
    """The questions that one in this place may depend on."""
    earlier: list[Question] = []
    for one in _in_order(section.call_id):
        if question is not None and one.pk == question.pk:
            break
        if question is None and (one.section.position, one.section_id) > (section.position, section.pk):
            break
        if one.kind in (Question.Kind.CHOICE, Question.Kind.CHOICES):
            earlier.append(one)
    return earlier


@transaction.atomic
def publish_questions(call: Call, *, actor: User, now: datetime) -> CallVersion:
    """Make the questions as they are now those that people see; the first time this publishes the call.

    A version that would be the same as the last is not made again. Raises NoQuestions.
    """
    call = Call.objects.select_for_update(of=("self",), no_key=True).select_related("cohort__programme").get(pk=call.pk)
    questions = as_they_are(call)
    if not any(section["questions"] for section in questions):
        raise NoQuestions
    last = call.versions.first()
    if last is None or last.questions != questions:
        last = CallVersion.objects.create(
            call=call, number=(last.number if last else 0) + 1, made_at=now, made_by=actor, questions=questions
        )
    if call.published_at is None:
        call.published_at = now
        call.save(update_fields=["published_at", "updated_at"])
        if call.cohort.state == CohortState.PLANNED:
            call.cohort.move_to(CohortState.OPEN)
            call.cohort.save()
    audit.record(
        actor=actor, action="fellowship.questions_published", about=call, scope=call.cohort.programme.scope,
        detail={"version": last.number}, now=now,
    )  # fmt: skip
    return last


def has_changes(call: Call) -> bool:
    """Whether the questions differ from those that people see."""
    last = call.versions.first()
    return last is not None and last.questions != as_they_are(call)


def as_they_are(call: Call) -> list[dict[str, Any]]:
    """Sections and questions in order, as a version keeps them. Two queries."""
    by_section: dict[int, list[dict[str, Any]]] = {}
    for question in _in_order(call.pk):
        by_section.setdefault(question.section_id, []).append(
            {
                "id": str(question.uuid), "kind": question.kind, "text": question.text, "help": question.help,
                "required": question.is_required, "most_words": question.most_words, "choices": question.choices,
                "least": question.least, "most": question.most, "assessed": question.is_assessed,
                "shown_if": str(question.shown_if.uuid) if question.shown_if else None,
                "shown_if_answer": question.shown_if_answer if question.shown_if else "",
            }
        )  # fmt: skip
    return [
        {"id": section.pk, "title": section.title, "intro": section.intro, "questions": by_section.get(section.pk, [])}
        for section in call.sections.all()
    ]


def is_shown(question: Mapping[str, Any], answers: Mapping[str, str]) -> bool:
    """Whether a question of a version is asked, given answers by id; several choices are lines of one text."""
    if question["shown_if"] is None:
        return True
    return question["shown_if_answer"] in answers.get(question["shown_if"], "").splitlines()


def rows_of(call: Call) -> Mapping[UUID, int]:
    """The row of each question, retired ones included."""
    return dict(Question.objects.filter(section__call=call).values_list("uuid", "pk"))


def _in_order(call_id: int) -> list[Question]:
    questions = Question.objects.filter(section__call=call_id, is_retired=False).select_related("section", "shown_if")
    return list(questions.order_by("section__position", "section", "position", "pk"))


def _check_order(call_id: int) -> None:
    seen: set[int] = set()
    for question in _in_order(call_id):
        if question.shown_if_id is not None and question.shown_if_id not in seen:
            raise AsksWhatComesLater
        if question.kind in (Question.Kind.CHOICE, Question.Kind.CHOICES):
            seen.add(question.pk)


def _next(rows: Any) -> int:
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
