"""Letters of mentoring: what a programme's team writes itself, and what it is told each morning."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from accounts.models import ProgrammeRole, User
from accounts.preferences import refused_topics_of, stop_url
from accounts.roles import RUNNING_IT
from accounts.written_letters import addressed, written_mail
from mentoring.models import Match, Participant, Round
from mentoring.models.team_letters import TeamLetterTo
from mentoring.models.waiting import still_waiting
from notifications.letters import Drop, Mail, letter

LETTER = "mentoring.team_letter"
FELL = "mentoring.proposals_fell"
FELL_STATES = (Match.State.DECLINED, Match.State.LAPSED)


def _rows(row_ids: Collection[int]) -> Mapping[int, TeamLetterTo]:
    return addressed(TeamLetterTo.objects.select_related("letter__programme"), row_ids, LETTER)


@letter(LETTER, title="A letter from the team of your mentoring programme", look_up=_rows)
def team_letter(row: TeamLetterTo | None, now: datetime) -> Mail | Drop:
    """About one of those it goes to."""
    return written_mail(row, LETTER)


@dataclass(frozen=True)
class Fallen:
    """What somebody in a team is told: how many proposals fell, by day and state, and how many people wait now."""

    role: ProgrammeRole
    fell: Mapping[tuple[date, str], int]
    waiting: int
    refused: frozenset[int]  # ids of those who do not want the letter


def fallen(role_ids: Collection[int]) -> Mapping[int, Fallen]:
    """What the people of these roles are told. Four queries."""
    rows = ProgrammeRole.objects.filter(pk__in=role_ids, role__in=RUNNING_IT)
    roles = list(rows.select_related("programme", "user", "deputy"))
    programmes = {role.programme_id for role in roles}
    days = Match.objects.filter(programme__in=programmes, state__in=FELL_STATES).annotate(day=TruncDate("ended_at"))
    counted = days.order_by().values_list("programme", "day", "state").annotate(Count("pk"))
    fell: dict[int, dict[tuple[date, str], int]] = {pk: {} for pk in programmes}
    for programme, day, state, count in counted:
        fell[programme][day, state] = count
    published = Participant.objects.filter(round__programme__in=programmes, round__state=Round.State.PUBLISHED)
    waiting = still_waiting(published).order_by().values_list("round__programme").annotate(Count("pk"))
    waits = dict(waiting)
    people = {pk for role in roles for pk in (role.user_id, role.deputy_id) if pk is not None}
    refused = frozenset(pk for pk, topics in refused_topics_of(people).items() if FELL in topics)
    return {role.pk: Fallen(role, fell[role.programme_id], waits.get(role.programme_id, 0), refused) for role in roles}


@letter(FELL, title="For teams of programmes: proposals that came to nothing, each morning", look_up=fallen)
def proposals_fell(found: Fallen | None, now: datetime) -> Mail | Drop:
    """About a role in a team, to whoever has it or stands in: what fell the day before, in numbers."""
    if found is None:
        return Drop("The person is not in the team any more.")
    programme, today = found.role.programme, timezone.localdate(now)
    person, day = who_is_told(found.role, today), today - timedelta(days=1)
    if not person.is_active:
        return Drop("The person has left.")
    if person.pk in found.refused:
        return Drop("The person does not want this letter.")
    declined, lapsed = (found.fell.get((day, state), 0) for state in FELL_STATES)
    if not declined and not lapsed:
        return Drop("It is late: the day that it was to tell of is not yesterday any more.")
    return Mail(
        to=person.email,
        template="mentoring/proposals_fell",
        context={
            "person": person, "programme": programme, "day": day, "declined": declined, "lapsed": lapsed,
            "waiting": found.waiting,
            "address": f"{settings.SITE_URL}{reverse('mentoring:overview', args=[programme.slug])}",
        },
        unsubscribe_url=stop_url(person.pk, FELL),
    )  # fmt: skip


def who_is_told(role: ProgrammeRole, today: date) -> User:
    """Who has the role, or stands in on that day, if their account is open."""
    deputy = role.deputy if role.is_stood_in_for(today) else None
    return deputy if deputy is not None and deputy.is_active else role.user
