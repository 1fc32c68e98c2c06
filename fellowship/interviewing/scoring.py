"""What each who sits on a panel gives for the answers in an interview. Its questions are part of the call's rubric."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.refusals import Refused
from fellowship.models import Call, Interview, InterviewScore, RubricItem
from fellowship.models.moves import ApplicationState

S = ApplicationState


class NotOnThePanel(Refused):
    """Only those who sit on the panel score the interview."""


class NotNow(Refused):
    """Scores are given from when the interview begins until it is decided."""


class OutsideTheScale(Refused):
    """The points must be on the scale of the question."""


@dataclass(frozen=True, slots=True)
class Given:
    """Points for one question; None: none given."""

    points: int | None
    comment: str = ""


def questions_of(call: Call) -> list[RubricItem]:
    return list(call.rubric.filter(for_interview=True))


@transaction.atomic
def save_scores(interview_id: int, given: Mapping[int, Given], *, member: User, now: datetime) -> int:
    """Keep what somebody on the panel gives, by question; None takes it out. Returns how many questions lack points.

    Raises NotOnThePanel, NotNow, OutsideTheScale.
    """
    interview: Interview = (
        Interview.objects.select_for_update(of=("self",))
        .select_related("slot", "application__call")
        .get(pk=interview_id)
    )
    slot = interview.slot
    if slot is None or not slot.panel.members.filter(user=member).exists():
        raise NotOnThePanel
    if interview.application.user_id == member.pk:  # put on the panel after they had booked
        raise NotOnThePanel
    if slot.starts_at > now or interview.application.state not in (S.INTERVIEW_BOOKED, S.INTERVIEWED):
        raise NotNow
    missing = 0
    for item in questions_of(interview.application.call):
        one = given.get(item.pk, Given(None))
        own = InterviewScore.objects.filter(interview=interview, member=member, item=item)
        if one.points is None:
            missing += 1
            own.delete()
        elif not 0 <= one.points <= item.most:
            raise OutsideTheScale(f"The points must be 0 to {item.most}.")
        else:
            InterviewScore.objects.update_or_create(
                interview=interview, member=member, item=item,
                defaults={"points": one.points, "comment": one.comment},
            )  # fmt: skip
    return missing
