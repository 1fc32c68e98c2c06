"""A team writes to exactly the applicants of a list."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from accounts.models import User
from accounts.written_letters import write_to
from fellowship.letters.applicants import LETTER
from fellowship.models import ApplicantLetter, Application, Call


def write_to_applicants(
    call: Call, applications: Collection[Application], *, expected: int, subject: str, text: str, once: UUID, by: User,
    now: datetime,
) -> int:  # fmt: skip
    """Hold a letter for each of these. Returns how many letters that made; who wants none has none.

    ``expected``: how many the team was told it would go to. ``once``: of the form; sent again it holds nothing more.
    Raises NobodyTicked, ListHasChanged, TooMany.
    """
    if ApplicantLetter.objects.filter(once=once).exists():
        return 0
    written = ApplicantLetter(call=call, subject=subject, text=text, written_by=by, written_at=now, once=once)
    people = {one.user_id for one in applications}
    try:
        return write_to(
            people, written, letter=LETTER, expected=expected, action="fellowship.applicants_written_to", now=now
        )
    except IntegrityError:
        if ApplicantLetter.objects.filter(once=once).exists():  # sent at the same moment
            return 0
        raise
