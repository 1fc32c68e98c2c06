"""Until when somebody may apply, and more time for one person or for all."""

import secrets
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Call, Extension
from fellowship.models.moves import ApplicationState
from notifications.outbox import queue_email, queue_emails

# Letters and digits that nobody mistakes for one another on the telephone.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
LATE_CODE = "Applied with the late code"


class EndsTooEarly(Refused):
    """More time must end later than the call does now."""


class Stand(StrEnum):
    """How a call stands for somebody."""

    NOT_PUBLISHED = "NOT_PUBLISHED"
    NOT_YET = "NOT_YET"
    OPEN = "OPEN"
    CLOSED = "CLOSED"


def closes_for(call: Call, user: User | None = None, *, late_code: str = "") -> datetime:
    """The last moment at which this person may hand in. One query where there is a person."""
    ends = [call.closes_at, call.extended_to]
    if user is not None:
        ends.append(Extension.objects.filter(call=call, user=user).values_list("until", flat=True).first())
    if late_code and opens_with(call, late_code):
        ends.append(call.late_until)
    return max(end for end in ends if end is not None)


def stand_of(call: Call, closes_at: datetime, now: datetime) -> Stand:
    if call.published_at is None:
        return Stand.NOT_PUBLISHED
    if now < call.opens_at:
        return Stand.NOT_YET
    return Stand.OPEN if now < closes_at else Stand.CLOSED


@transaction.atomic
def extend_for_all(call: Call, until: datetime, *, actor: User, now: datetime) -> None:
    """Give everybody more time, and write to those who have begun. Raises EndsTooEarly."""
    if until <= max(call.closes_at, call.extended_to or call.closes_at):
        raise EndsTooEarly
    call.extended_to = until
    call.save(update_fields=["extended_to", "updated_at"])
    drafts = call.applications.filter(state=ApplicationState.DRAFT).values_list("pk", flat=True)
    queue_emails(
        letter="fellowship.more_time_for_all", scope=call.cohort.programme.scope, now=now,
        keys={pk: f"fellowship.more_time_for_all:{pk}:{until.isoformat()}" for pk in drafts},
    )  # fmt: skip
    _record(call, actor, None, {"until": until.isoformat()}, now)


@transaction.atomic
def extend_for(call: Call, user: User, until: datetime, *, reason: str, actor: User, now: datetime) -> Extension:
    """Give one person more time and write to them; a second time changes the first. Raises EndsTooEarly."""
    if until <= closes_for(call):
        raise EndsTooEarly
    given, _ = Extension.objects.update_or_create(
        call=call, user=user, defaults={"until": until, "reason": reason, "given_by": actor}
    )
    queue_email(
        letter="fellowship.more_time", about_id=given.pk, key=f"fellowship.more_time:{given.pk}:{until.isoformat()}",
        scope=call.cohort.programme.scope, now=now,
    )  # fmt: skip
    _record(call, actor, user, {"until": until.isoformat()}, now)
    return given


@transaction.atomic
def make_late_code(call: Call, until: datetime, *, actor: User, now: datetime) -> str:
    """A code that lets whoever has it apply until then; an earlier code ends. Raises EndsTooEarly."""
    if until <= closes_for(call):
        raise EndsTooEarly
    call.late_code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    call.late_until = until
    call.save(update_fields=["late_code", "late_until", "updated_at"])
    _record(call, actor, None, {"late_until": until.isoformat()}, now)
    return call.late_code


def opens_with(call: Call, code: str) -> bool:
    """Whether this is the call's late code and lets people apply for longer than they may without."""
    is_it = bool(call.late_code and code) and secrets.compare_digest(_folded(code), call.late_code.encode())
    return is_it and call.late_until is not None and call.late_until > closes_for(call)


def gives_more_time(call: Call, user: User, code: str, *, now: datetime) -> bool:
    """Whether the call's late code would let this person apply for longer than they may now."""
    until = call.late_until
    return until is not None and opens_with(call, code) and closes_for(call, user) < until and now < until


@transaction.atomic
def use_late_code(call: Call, user: User, code: str, *, now: datetime) -> None:
    """Give a person the time of the call's late code, which they keep should the code end. Any other code: nothing.

    It helps those alike who have not begun and whose draft was shut in. Nobody's time gets shorter.
    """
    until = call.late_until
    if until is None or not gives_more_time(call, user, code, now=now):
        return
    Extension.objects.update_or_create(call=call, user=user, defaults={"until": until, "reason": LATE_CODE})
    _record(call, user, user, {"late_code_until": until.isoformat()}, now)


def _folded(code: str) -> bytes:
    return "".join(code.upper().split()).encode()


def _record(call: Call, actor: User, subject: User | None, detail: dict[str, str], now: datetime) -> None:
    audit.record(
        actor=actor, action="fellowship.more_time", about=call, subject=subject,
        scope=call.cohort.programme.scope, detail=detail, now=now,
    )  # fmt: skip
