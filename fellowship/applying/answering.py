"""Answers, saved bit by bit and half-filled as they are; what is missing is said before handing in, not before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from common.refusals import Refused
from fellowship.applying.starting import CallNotOpen
from fellowship.calls.deadlines import Stand, closes_for, stand_of
from fellowship.calls.questions import is_shown, rows_of
from fellowship.models import Answer, Application, CallVersion
from fellowship.models.moves import ApplicationState
from fellowship.moving import move

ABOUT_YOU = (
    "name", "job_title", "organisation_name", "band", "profession", "background", "region", "telephone", "nominated",
    "why", "adjustments",
)  # fmt: skip
NEEDED_ABOUT_YOU = {
    "name": "your name", "job_title": "your job title", "organisation_name": "where you work",
    "background": "your background", "region": "your region", "nominated": "how you came to apply",
    "why": "why you want this",
}  # fmt: skip


class NotComplete(Refused):
    """Something is still missing. The list says what."""


class HandedInAlready(Refused):
    """This application is handed in, so its answers cannot change. If something is wrong, write to the team."""


class TellUsYouAgree(Refused):
    """Tick that what you wrote is true before you hand in."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not there, in words, and the part of the form where it belongs (a section's id, or "you")."""

    part: str
    words: str


def form_of(application: Application) -> list[dict[str, Any]]:
    """The sections and questions that this application answers: the newest version, until it is handed in."""
    versions = CallVersion.objects.filter(call=application.call_id)
    if application.submitted_at is not None:
        versions = versions.filter(number=application.version)
    newest = versions.first()
    return newest.questions if newest else []


def answers_of(application: Application) -> dict[str, str]:
    """Answers by the id of their question; for a file its name. One query, without the files."""
    rows = application.answers.values_list("question__uuid", "text", "file_name")
    return {str(uuid): text or file_name for uuid, text, file_name in rows}


@transaction.atomic
def save_about_you(application_id: int, fields: Mapping[str, Any], *, now: datetime) -> Application:
    """Save what is given of ABOUT_YOU, complete or not. Raises HandedInAlready, CallNotOpen."""
    application = _open(application_id, now)
    for name in ABOUT_YOU:
        if name in fields:
            setattr(application, name, fields[name])
    application.saved_at = now
    application.save()
    return application


@transaction.atomic
def save_answers(
    application_id: int, texts: Mapping[str, str], files: Mapping[str, tuple[str, str, bytes]], *, now: datetime
) -> Application:
    """Save answers by the id of their question, complete or not; an empty text takes one out.

    ``files``: (name, type, content). Ids that this call does not ask are left aside. Raises HandedInAlready,
    CallNotOpen.
    """
    application = _open(application_id, now)
    rows = {str(uuid): pk for uuid, pk in rows_of(application.call).items()}
    asked = {question["id"]: question for section in form_of(application) for question in section["questions"]}
    for one, text in texts.items():
        if one in asked and asked[one]["kind"] != "FILE":
            if text:
                Answer.objects.update_or_create(application=application, question_id=rows[one], defaults={"text": text})
            else:
                application.answers.filter(question=rows[one]).delete()
    for one, (name, kind, content) in files.items():
        if one in asked and asked[one]["kind"] == "FILE":
            Answer.objects.update_or_create(
                application=application, question_id=rows[one],
                defaults={"file": content, "file_name": name, "file_type": kind},
            )  # fmt: skip
    application.saved_at = now
    application.save(update_fields=["saved_at", "updated_at"])
    return application


def missing(application: Application, form: Sequence[Mapping[str, Any]], answers: Mapping[str, str]) -> list[Missing]:
    """What is still needed before handing in, in the order of the form."""
    found = [
        Missing("you", words) for name, words in NEEDED_ABOUT_YOU.items() if not str(getattr(application, name)).strip()
    ]
    for section in form:
        for question in section["questions"]:
            if not is_shown(question, answers):
                continue
            answer = answers.get(question["id"], "")
            problem = problem_of(question, answer)
            if problem:
                found.append(Missing(str(section["id"]), f"{question['text']} {problem}".strip()))
    return found


def problem_of(question: Mapping[str, Any], answer: str) -> str:
    """What is wrong with one answer, as a sentence; empty if nothing is."""
    if not answer.strip():
        return "This is not answered." if question["required"] else ""
    if question["most_words"] and (over := len(answer.split()) - question["most_words"]) > 0:
        return f"This is {over} {'word' if over == 1 else 'words'} too long."
    lines = answer.splitlines()
    if question["kind"] in ("CHOICE", "CHOICES") and not set(lines) <= set(question["choices"]):
        return "One of the choices is no longer there. Choose again."
    if question["kind"] == "NUMBER":
        return _number_problem(question, answer)
    if question["kind"] == "DATE":
        try:
            date.fromisoformat(answer)
        except ValueError:
            return "This is not a date."
    return ""


@transaction.atomic
def hand_in(application_id: int, *, agrees: bool, actor: User, now: datetime) -> Application:
    """Hand in what is complete; twice is once. Raises NotComplete, TellUsYouAgree, CallNotOpen."""
    application: Application = (
        Application.objects.select_for_update(of=("self",), no_key=True).select_related("call").get(pk=application_id)
    )
    if application.submitted_at is not None:
        return application
    _must_be_open(application, now)
    form = form_of(application)
    if missing(application, form, answers_of(application)):
        raise NotComplete
    if not agrees:
        raise TellUsYouAgree
    newest = CallVersion.objects.filter(call=application.call_id).first()
    application.version = newest.number if newest else 1
    application.declared_at = now
    application.save(update_fields=["version", "declared_at", "updated_at"])
    _drop_hidden(application, form)
    return move(application.pk, ApplicationState.SUBMITTED, actor=actor, now=now)


def _drop_hidden(application: Application, form: Sequence[Mapping[str, Any]]) -> None:
    """Answers to questions that their own answers took out are not handed in."""
    answers = answers_of(application)
    hidden = [q["id"] for section in form for q in section["questions"] if not is_shown(q, answers)]
    asked = [q["id"] for section in form for q in section["questions"]]
    application.answers.filter(Q(question__uuid__in=hidden) | ~Q(question__uuid__in=asked)).delete()


def _number_problem(question: Mapping[str, Any], answer: str) -> str:
    try:
        number = int(answer)
    except ValueError:
        return "This is not a whole number."
    if question["least"] is not None and number < question["least"]:
        return f"The number must be at least {question['least']}."
    if question["most"] is not None and number > question["most"]:
        return f"The number must be at most {question['most']}."
    return ""


def _open(application_id: int, now: datetime) -> Application:
    application: Application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("call", "user")
        .get(pk=application_id)
    )
    if application.state != ApplicationState.DRAFT:
        raise HandedInAlready
    _must_be_open(application, now)
    return application


def _must_be_open(application: Application, now: datetime) -> None:
    # Who began with a late code keeps its time: the code was asked for when the application was started.
    code = application.call.late_code if application.started_at > closes_for(application.call) else ""
    closes_at = closes_for(application.call, application.user, late_code=code)
    if stand_of(application.call, closes_at, now) != Stand.OPEN:
        raise CallNotOpen
