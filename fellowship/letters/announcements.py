"""Letters that the team of a cohort writes itself."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.preferences import refused_topics_of, stop_url
from fellowship.models import AnnouncementTo, Fellow
from fellowship.models.moves import FellowState
from notifications.letters import Drop, Mail, letter

LETTER = "fellowship.announcement"


def _rows(row_ids: Collection[int]) -> Mapping[int, AnnouncementTo]:
    """Without those who have left the cohort since the letter was held. One query."""
    left = Fellow.objects.filter(
        cohort=OuterRef("announcement__cohort"), user=OuterRef("user"), state=FellowState.LEFT
    )  # fmt: skip
    rows = AnnouncementTo.objects.select_related("announcement__cohort__programme", "user")
    return rows.exclude(Exists(left)).in_bulk(row_ids)


@letter(LETTER, title="A letter from the team of your fellowship", look_up=_rows)
def announcement(row: AnnouncementTo | None, now: datetime) -> Mail | Drop:
    """About one of those it goes to."""
    if row is None or not row.user.is_active:
        return Drop("The person has left.")
    if LETTER in refused_topics_of([row.user_id]).get(row.user_id, ()):
        return Drop("The person does not want this letter.")
    cohort = row.announcement.cohort
    return Mail(
        to=row.user.email,
        template="fellowship/announcement",
        context={
            "person": row.user, "announcement": row.announcement, "cohort": cohort, "programme": cohort.programme
        },
        reply_to=(cohort.programme.reply_to,) if cohort.programme.reply_to else (),
        unsubscribe_url=stop_url(row.user_id, LETTER),
    )  # fmt: skip
