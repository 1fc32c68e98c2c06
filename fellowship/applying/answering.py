"""Answers, saved bit by bit and half-filled as they are; what is missing is said before handing in, not before."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import Organisation, User
from accounts.models.organisations import Region
from accounts.models.profile import BANDS_OR_NONE
from common.refusals import Refused
from common.vocabulary import Background, Profession
from fellowship.calls.deadlines import Stand, closes_for, stand_of
from fellowship.calls.questions import is_shown, rows_of
from fellowship.models import Answer, Application, CallVersion
from fellowship.models.moves import ApplicationState
from fellowship.moving import move

ABOUT_YOU: Mapping[str, str] = {
    "name": "Full name", "job_title": "Job title", "organisation_name": "Employer", "band": "Pay band",
    "profession": "Registered profession", "background": "Background", "region": "Region", "telephone": "Telephone",
    "nominated": "Nominated or self-nominated", "why": "Reasons for applying", "language": "Language of the answers",
    "adjustments": "What would help at an interview",
}  # fmt: skip
S = ApplicationState
_WORDS: Mapping[str, Sequence[tuple[str, str]]] = {
    "band": BANDS_OR_NONE, "profession": Profession.choices, "background": Background.choices,
    "region": Region.choices, "nominated": Application.Nominated.choices, "language": Application.Language.choices,
}  # fmt: skip
NEEDED_ABOUT_YOU = {
    "name": "your name", "job_title": "your job title", "organisation_name": "where you work",
    "background": "your background", "region": "your region", "nominated": "how you came to apply",
    "why": "why you want this",
}  # fmt: skip


_TYPED_HERE = ("nominated", "why")  # what no profile knows
# As long as what somebody says would help them can still reach whoever interviews them.
BEFORE_THE_INTERVIEW = (
    S.DRAFT, S.SUBMITTED, S.ELIGIBLE, S.INFO_REQUESTED, S.IN_REVIEW, S.MODERATION, S.SCORED, S.SHORTLISTED,
    S.INTERVIEW_INVITED, S.INTERVIEW_BOOKED, S.MISSED, S.RESERVE,
)  # fmt: skip


class CallNotOpen(Refused):
    """This call is not open, so nobody can start or change an application now."""


class NotComplete(Refused):
    """Something is still missing. The list says what."""


class HandedInAlready(Refused):
    """This application is no longer a draft, so its answers cannot change. If something is wrong, write to the team."""


class TellUsYouAgree(Refused):
    """Tick that what you wrote is true before you hand in."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not there, in words, and the part of the form where it belongs (a section's id, or "you")."""

    part: str
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the form, a section's id or "you", as the list of tasks shows it."""

    id: str
    title: str
    is_done: bool
    is_begun: bool


def form_of(application: Application) -> list[dict[str, Any]]:
    """The sections and questions that this application answers: the newest version, until it is handed in."""
    versions = CallVersion.objects.filter(call=application.call_id)
    if application.submitted_at is not None:
        versions = versions.filter(number=application.version)
    newest = versions.first()
    return newest.questions if newest else []


def questions_of(application: Application) -> list[dict[str, Any]]:
    """The questions that are asked of this application, in order, without those that its answers take out.

    Two queries.
    """
    answers = answers_of(application)
    return [one for section in form_of(application) for one in section["questions"] if is_shown(one, answers)]


def answers_of(application: Application) -> dict[str, str]:
    """Answers by the id of their question; for a file its name. One query, without the files."""
    rows = application.answers.values_list("question__uuid", "text", "file_name")
    return {str(uuid): text or file_name for uuid, text, file_name in rows}


@transaction.atomic
def save_about_you(application_id: int, fields: Mapping[str, Any], *, now: datetime) -> Application:
    """Save what is given of ABOUT_YOU, complete or not. Raises HandedInAlready, CallNotOpen."""
    application = _open(application_id, now)
    set_details(application, {name: fields[name] for name in ABOUT_YOU if name in fields})
    application.saved_at = now
    application.save()
    return application


@transaction.atomic
def save_answers(
    application_id: int, texts: Mapping[str, str], files: Mapping[str, tuple[str, str, bytes]], *, now: datetime,
    removed: Collection[str] = (),
) -> Application:  # fmt: skip
    """Save answers by the id of their question, complete or not; an empty text takes one out.

    ``files``: (name, type, content); ``removed``: the questions whose file is taken out. Ids that this call does not
    ask are left aside. Raises HandedInAlready, CallNotOpen.
    """
    application = _open(application_id, now)
    asked = [question for section in form_of(application) for question in section["questions"]]
    set_answers(application, asked, texts, files, removed)
    application.saved_at = now
    application.save(update_fields=["saved_at", "updated_at"])
    return application


def set_details(application: Application, fields: Mapping[str, Any]) -> None:
    """Put details about the person on the application, which the caller saves.

    The employer of the list goes with its name: another name is another employer.
    """
    for name, value in fields.items():
        setattr(application, name, value)
    if "organisation_name" in fields:
        typed = application.organisation_name
        if application.organisation is None or application.organisation.name != typed:
            named = list(Organisation.objects.called(typed)[:2])
            application.organisation = named[0] if len(named) == 1 else None


def set_answers(
    application: Application, asked: Iterable[Mapping[str, Any]], texts: Mapping[str, str],
    files: Mapping[str, tuple[str, str, bytes]], removed: Collection[str] = (),
) -> None:  # fmt: skip
    """Write these answers to the questions that are asked, in the caller's transaction."""
    rows = {str(uuid): pk for uuid, pk in rows_of(application.call).items()}
    kinds = {one["id"]: one["kind"] for one in asked}
    gone = [one for one in removed if kinds.get(one) == "FILE" and one not in files]
    for one, text in texts.items():
        if kinds.get(one, "FILE") == "FILE":
            continue
        if text:
            Answer.objects.update_or_create(application=application, question_id=rows[one], defaults={"text": text})
        else:
            gone.append(one)
    for one, (name, kind, content) in files.items():
        if kinds.get(one) == "FILE":
            Answer.objects.update_or_create(
                application=application, question_id=rows[one],
                defaults={"file": content, "file_name": name, "file_type": kind},
            )  # fmt: skip
    application.answers.filter(question__uuid__in=gone).delete()


def detail_in_words(application: Application, name: str) -> str:
    """One of ABOUT_YOU as people read it; empty if it was not given."""
    value = str(getattr(application, name))
    return str(dict(_WORDS[name]).get(value, value)) if name in _WORDS else value


@transaction.atomic
def save_adjustments(application_id: int, text: str, *, now: datetime) -> None:
    """What would help at an interview may be said until it is over."""
    Application.objects.filter(pk=application_id, state__in=BEFORE_THE_INTERVIEW).update(
        adjustments=text, saved_at=now, updated_at=now
    )


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


def parts_of(application: Application, form: Sequence[Mapping[str, Any]], answers: Mapping[str, str]) -> list[Part]:
    """The parts of the form in order, "you" first, each with how far it is."""
    lacking = {one.part for one in missing(application, form, answers)}
    parts = [Part("you", "About you", "you" not in lacking, any(getattr(application, one) for one in _TYPED_HERE))]
    for section in form:
        id_ = str(section["id"])
        begun = any(answers.get(one["id"]) for one in section["questions"])
        parts.append(Part(id_, section["title"], id_ not in lacking, begun))
    return parts


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
    return move(application.pk, S.SUBMITTED, actor=actor, now=now)


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
    if application.state != S.DRAFT:
        raise HandedInAlready
    _must_be_open(application, now)
    return application


def _must_be_open(application: Application, now: datetime) -> None:
    if stand_of(application.call, closes_for(application.call, application.user), now) != Stand.OPEN:
        raise CallNotOpen
