"""Makes proposals: the one way in which a pair begins, whether a round, a person or the team thought of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Profile, Programme, Region, User
from common.refusals import Refused
from common.vocabulary import Nation
from common.working_days import end_of_working_day
from mentoring.models import Match, Mentee, Mentor, Preference, Round
from mentoring.models.matches import MatchQuerySet
from notifications.outbox import hold_email, queue_email

ANSWER_DAYS = 7  # working days that a mentor has whom somebody asked directly

_NATIONS = {
    Region.SCOTLAND: Nation.SCOTLAND,
    Region.WALES: Nation.WALES,
    Region.NORTHERN_IRELAND: Nation.NORTHERN_IRELAND,
}


class OneAndTheSame(Refused):
    """Nobody can be their own mentor."""


class NotAMentor(Refused):
    """This person does not offer to be a mentor any more."""


class MentorHasNoPlace(Refused):
    """This mentor has no place free just now."""


class MentorIsPaused(Refused):
    """This mentor is taking a break just now."""


class AlreadyAPair(Refused):
    """These two are a pair already, or a proposal waits for its answer."""


class DeclinedBefore(Refused):
    """The mentor said no to this pair before. It is not proposed again in the same programme."""


class Vetoed(Refused):
    """The two cannot be matched."""  # nobody is told that the mentee said so


class HasEnoughMentors(Refused):
    """There are as many mentors and open proposals now as were wished for."""


@transaction.atomic
def propose(
    mentee: User,
    mentor: User,
    *,
    programme: Programme | None,
    round: Round | None,  # noqa: A002 - that is what it is
    origin: str,
    points: int | None = None,
    reasons: Sequence[Mapping[str, Any]] = (),
    message: str = "",
    answer_days: int = ANSWER_DAYS,
    now: datetime,
    held: bool = False,
) -> Match:
    """Propose a mentee to a mentor, who has ``answer_days`` working days. ``held``: the letter waits for its release,
    and the days begin with it (``answering.start_clocks``).

    A proposal by a round or the team holds one of the mentor's places. One that somebody asks for directly does not
    have to fit beside other proposals, only beside those accepted: the mentor chooses. The same holds for how many
    mentors the mentee wishes for, so that an older draft published late asks nobody in vain. Raises OneAndTheSame,
    NotAMentor, MentorIsPaused, MentorHasNoPlace, AlreadyAPair, DeclinedBefore, Vetoed, HasEnoughMentors.
    """
    if mentee == mentor:
        raise OneAndTheSame
    # Whoever gives a place away holds the mentor's row, then the mentee's: docs/adr/0122.
    offers = Mentor.objects.select_for_update(no_key=True).filter(user=mentor, user__is_active=True).first()
    if offers is None:
        raise NotAMentor
    wishes = Mentee.objects.select_for_update(no_key=True).filter(user=mentee).first()
    _check_pair(mentee, mentor, programme)
    _check_room(offers, wishes, origin, now)
    pair = Match(
        programme=programme, round=round, mentee=mentee, mentor=mentor, origin=origin, message=message, points=points,
        reasons=list(reasons), proposed_at=now, answer_by=end_of_working_day(now, answer_days, nation_of(mentor)),
    )  # fmt: skip
    try:
        with transaction.atomic():
            pair.save()
    except IntegrityError:
        raise AlreadyAPair from None
    scope = programme.scope if programme else ""
    audit.record(
        actor=None, action="mentoring.proposed", about=pair, subject=mentor, scope=scope, detail={"origin": origin},
        now=now,
    )  # fmt: skip
    write = hold_email if held else queue_email
    write(letter="mentoring.proposed", about_id=pair.pk, key=proposal_key(pair), scope=scope, now=now)
    return pair


def hold_people(*, mentors: Collection[int], mentees: Collection[int]) -> None:
    """Hold the rows of many people, by their ids, before many proposals in one transaction: in the order of all who
    hold them, which is every mentor before any mentee."""
    for model, people in ((Mentor, mentors), (Mentee, mentees)):
        rows = model._default_manager.select_for_update(no_key=True).filter(user__in=people).order_by("user")
        list(rows.values_list("pk", flat=True))


def proposal_key(pair: Match) -> str:
    """Which letter tells the mentor of a proposal."""
    return f"mentoring.proposed:{pair.pk}"


def nation_of(user: User) -> str:
    """Whose bank holidays a person has: by organisation, else by region, else England's."""
    profile = Profile.objects.select_related("organisation").filter(user=user).first()
    if profile is None:
        return Nation.ENGLAND
    if profile.organisation and profile.organisation.nation:
        return profile.organisation.nation
    region = profile.region or (profile.organisation.region if profile.organisation else "")
    return _NATIONS.get(Region(region), Nation.ENGLAND) if region else Nation.ENGLAND


def _check_pair(mentee: User, mentor: User, programme: Programme | None) -> None:
    pairs = Match.objects.filter(mentee=mentee, mentor=mentor)
    if pairs.live().exists():
        raise AlreadyAPair
    if pairs.filter(programme=programme, state=Match.State.DECLINED).exists():
        raise DeclinedBefore
    if Preference.objects.filter(mentee__user=mentee, mentor__user=mentor, kind=Preference.Kind.VETO).exists():
        raise Vetoed


def _check_room(offers: Mentor, wishes: Mentee | None, origin: str, now: datetime) -> None:
    if offers.paused_until and offers.paused_until >= timezone.localdate(now):
        raise MentorIsPaused
    asked = origin == Match.Origin.ASKED

    def takes_a_place(pairs: MatchQuerySet) -> int:
        return int((pairs.taken() if asked else pairs.live()).count())

    if takes_a_place(Match.objects.filter(mentor=offers.user_id)) >= offers.places:
        raise MentorHasNoPlace
    if wishes and takes_a_place(Match.objects.filter(mentee=wishes.user_id)) >= wishes.wanted:
        raise HasEnoughMentors
