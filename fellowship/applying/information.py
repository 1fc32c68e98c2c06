"""Information requests: staff name what they need, that alone opens again, and old and new stand side by side."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from common.refusals import Refused
from fellowship.applying import answering
from fellowship.models import Application, InformationRequest, Question
from fellowship.models.moves import ApplicationState
from fellowship.moving import move
from notifications.outbox import queue_email

REMIND_BEFORE = timedelta(days=2)
# Details about the person that may be asked for again. Not why they want it: that is in their own words, once.
DETAILS = ("name", "job_title", "organisation_name", "band", "profession", "background", "region", "telephone")


class NothingAsked(Refused):
    """Choose at least one question or detail that opens again."""


class EndsTooSoon(Refused):
    """Give people some time: choose a moment in the future."""


class NotAsked(Refused):
    """Nothing is asked of you any more. If something is wrong in your application, write to the team."""


class StillMissing(Refused):
    """Something that we asked for is still missing or does not fit."""


@dataclass(frozen=True, slots=True)
class Change:
    """What was asked for, what it said before and what it says since. ``after`` is None until it is answered."""

    asked: str
    before: str
    after: str | None

    @property
    def is_changed(self) -> bool:
        return self.after is not None and self.after != self.before


@transaction.atomic
def ask(
    application_id: int, *, questions: Collection[str], details: Collection[str], text: str, answer_by: datetime,
    actor: User, now: datetime,
) -> InformationRequest:  # fmt: skip
    """Open these questions (by id) and details of an eligible application again. Raises NothingAsked, EndsTooSoon,
    NotLegal, NotYours."""
    application = _locked(application_id)
    asked = [one for one in answering.questions_of(application) if one["id"] in questions]
    names = [name for name in DETAILS if name in details]
    if not asked and not names:
        raise NothingAsked
    if answer_by <= now:
        raise EndsTooSoon
    request: InformationRequest = InformationRequest.objects.create(
        application=application, about_you=names, text=text, asked_by=actor, asked_at=now, answer_by=answer_by,
        before=_as_it_is(application, [one["id"] for one in asked], names),
    )  # fmt: skip
    request.questions.set(Question.objects.filter(uuid__in=[one["id"] for one in asked]))
    move(application_id, ApplicationState.INFO_REQUESTED, actor=actor, now=now)
    if answer_by - REMIND_BEFORE > now:
        queue_email(
            letter="fellowship.information_waits", about_id=request.pk, key=f"fellowship.information:{request.pk}",
            due_at=answer_by - REMIND_BEFORE, scope=application.call.cohort.programme.scope, now=now,
        )  # fmt: skip
    # The team is told once when the time is over, and decides: ask again, or go on without.
    queue_email(
        letter="fellowship.information_late", about_id=request.pk, key=f"fellowship.information_late:{request.pk}",
        due_at=answer_by, scope=application.call.cohort.programme.scope, now=now,
    )  # fmt: skip
    return request


def waiting_of(application: Application) -> InformationRequest | None:
    """The request that waits for the applicant's answer, if one does. At most one query."""
    if application.state != ApplicationState.INFO_REQUESTED:
        return None
    found: InformationRequest | None = application.information_requests.filter(answered_at=None).first()
    return found


def asked_in(application: Application, request: InformationRequest) -> list[dict[str, Any]]:
    """The questions that are open, as the form has them. Two queries."""
    open_now = {str(one) for one in request.questions.values_list("uuid", flat=True)}
    return [one for one in answering.questions_of(application) if one["id"] in open_now]


@transaction.atomic
def save(
    application_id: int, details: Mapping[str, Any], texts: Mapping[str, str],
    files: Mapping[str, tuple[str, str, bytes]], *, removed: Collection[str] = (), now: datetime,
) -> InformationRequest:  # fmt: skip
    """Save what is open, complete or not; everything else is left aside. Raises NotAsked."""
    application = _locked(application_id)
    request = waiting_of(application)
    if request is None:
        raise NotAsked
    asked = asked_in(application, request)
    answering.set_details(application, {name: details[name] for name in request.about_you if name in details})
    answering.set_answers(application, asked, texts, files, removed)
    application.saved_at = now
    application.save()
    return request


@transaction.atomic
def send(application_id: int, *, actor: User, now: datetime) -> Application:
    """Answer the request with what is saved. Raises NotAsked, StillMissing."""
    application = _locked(application_id)
    request = waiting_of(application)
    if request is None:
        raise NotAsked
    if problems(application, request):
        raise StillMissing
    _close(application, request, now)
    return move(application_id, ApplicationState.ELIGIBLE, actor=actor, now=now)


def problems(application: Application, request: InformationRequest) -> list[str]:
    """What still stops the answer, as sentences."""
    answers = answering.answers_of(application)
    found = [
        f"{answering.ABOUT_YOU[name]}: this is empty."
        for name in request.about_you
        if name in answering.NEEDED_ABOUT_YOU and not str(getattr(application, name)).strip()
    ]
    for question in asked_in(application, request):
        if problem := answering.problem_of(question, answers.get(question["id"], "")):
            found.append(f"{question['text']} {problem}")
    return found


@transaction.atomic
def take_back(application_id: int, *, actor: User, now: datetime) -> Application:
    """Go on without an answer: what was open closes, as it stands. Raises NotAsked, NotYours."""
    application = _locked(application_id)
    request = waiting_of(application)
    if request is None:
        raise NotAsked
    _close(application, request, None)
    return move(application_id, ApplicationState.ELIGIBLE, actor=actor, now=now)


def changes_of(requests: Sequence[InformationRequest], words: Mapping[str, str]) -> list[list[Change]]:
    """For each request what was asked, with old and new; ``words`` by the id of a question. No query."""
    words = {**answering.ABOUT_YOU, **words}
    return [
        [Change(words.get(key, "A question that is asked no longer"), old, one.after.get(key))
         for key, old in one.before.items()]
        for one in requests
    ]  # fmt: skip


def _close(application: Application, request: InformationRequest, answered_at: datetime | None) -> None:
    ids = [key for key in request.before if key not in DETAILS]
    request.after = _as_it_is(application, ids, request.about_you)
    request.answered_at = answered_at
    request.save()


def _as_it_is(application: Application, ids: Sequence[str], details: Sequence[str]) -> dict[str, str]:
    """Answers in words, files by their names; details as people read them."""
    answers = answering.answers_of(application)
    return {
        **{name: answering.detail_in_words(application, name) for name in details},
        **{one: answers.get(one, "") for one in ids},
    }


def _locked(application_id: int) -> Application:
    found: Application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("call__cohort__programme", "user")
        .get(pk=application_id)
    )
    return found
