"""Letters that a team writes itself to applicants."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.written_letters import addressed, written_mail
from fellowship.models import ApplicantLetterTo, Application
from fellowship.models.moves import ApplicationState
from notifications.letters import Drop, Mail, letter

LETTER = "fellowship.applicant_letter"


def _rows(row_ids: Collection[int]) -> Mapping[int, ApplicantLetterTo]:
    """Without those who have withdrawn since the letter was held. One query."""
    goes_on = Application.objects.filter(call=OuterRef("letter__call"), user=OuterRef("user"))
    rows = ApplicantLetterTo.objects.select_related("letter__call__cohort__programme")
    return addressed(rows.filter(Exists(goes_on.exclude(state=ApplicationState.WITHDRAWN))), row_ids, LETTER)


@letter(LETTER, title="A letter from the team about your application", look_up=_rows)
def applicant_letter(row: ApplicantLetterTo | None, now: datetime) -> Mail | Drop:
    """About one of those it goes to."""
    return written_mail(row, LETTER)
