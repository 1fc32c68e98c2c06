"""Letters that the team of a cohort writes itself."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.written_letters import addressed, written_mail
from fellowship.models import AnnouncementTo, Fellow
from fellowship.models.moves import FellowState
from notifications.letters import Drop, Mail, letter

LETTER = "fellowship.announcement"


def _rows(row_ids: Collection[int]) -> Mapping[int, AnnouncementTo]:
    """Without those who have left the cohort since the letter was held. One query."""
    left = Fellow.objects.filter(cohort=OuterRef("letter__cohort"), user=OuterRef("user"), state=FellowState.LEFT)
    rows = AnnouncementTo.objects.select_related("letter__cohort__programme")
    return addressed(rows.exclude(Exists(left)), row_ids, LETTER)


@letter(LETTER, title="A letter from the team of your fellowship", look_up=_rows)
def announcement(row: AnnouncementTo | None, now: datetime) -> Mail | Drop:
    """About one of those it goes to."""
    return written_mail(row, LETTER)
