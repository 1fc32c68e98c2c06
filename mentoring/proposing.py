"""Makes proposals: the one way in which a pair begins, whether a round, a person or the team thought of it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accounts import audit
from accounts.models import Profile, Programme, Region, User
from common.refusals import Refused
from common.vocabulary import Nation
from common.working_days import end_of_working_day
from mentoring.models import Match, Mentee, Mentor, Preference, Round
from notifications.outbox import hold_emails, queue_emails

_AT_ONCE = 500
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Two people whom somebody wants to bring together, and why they fit."""

    mentee: User
    mentor: User
    points: int | None = None
    reasons: Sequence[Mapping[str, Any]] = ()
    message: str = ""


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
    """Propose a mentee to a mentor, as ``propose_all`` does, or raise what is in the way: OneAndTheSame, NotAMentor,
    MentorIsPaused, MentorHasNoPlace, AlreadyAPair, DeclinedBefore, Vetoed, HasEnoughMentors."""
    wanted = Wanted(mentee, mentor, points, reasons, message)
    made, refused = propose_all(
        [wanted], programme=programme, round=round, origin=origin, answer_days=answer_days, now=now, held=held
    )
    if refused:
        raise refused[0][1]
    return made[0]


@transaction.atomic
def propose_all(
    pairs: Sequence[Wanted],
    *,
    programme: Programme | None,
    round: Round | None,  # noqa: A002 - that is what it is
    origin: str,
    answer_days: int = ANSWER_DAYS,
    now: datetime,
    held: bool = False,
) -> tuple[list[Match], list[tuple[Wanted, Refused]]]:
    """Propose in the order given; who comes first has the place. Returns what was made, and what was not with why.

    The mentor has ``answer_days`` working days. ``held``: the letter waits for its release, and the days begin with it
    (``answering.start_clocks``). A proposal by a round or the team holds one of the mentor's places. One that somebody
    asks for directly does not have to fit beside other proposals, only beside those accepted: the mentor chooses. The
    same holds for how many mentors the mentee wishes for, so that an older draft published late asks nobody in vain.

    The number of queries does not grow with the number of pairs, but for the letters that are written a few hundred at
    a time.
    """
    standing = _Standing(pairs, programme, asked=origin == Match.Origin.ASKED, now=now)
    made, refused = [], []
    for wanted in pairs:
        try:
            standing.take(wanted)
        except Refused as refusal:
            refused.append((wanted, refusal))
            continue
        made.append(
            Match(
                programme=programme, round=round, mentee=wanted.mentee, mentor=wanted.mentor, origin=origin,
                message=wanted.message, points=wanted.points, reasons=list(wanted.reasons), proposed_at=now,
                answer_by=end_of_working_day(now, answer_days, standing.nations[wanted.mentor.pk]),
            )
        )  # fmt: skip
    Match.objects.bulk_create(made, batch_size=_AT_ONCE)
    scope = programme.scope if programme else ""
    audit.record_each(
        [
            audit.Entry(action="mentoring.proposed", about=pair, subject=pair.mentor, detail={"origin": origin})
            for pair in made
        ],
        actor=None, scope=scope, now=now,
    )  # fmt: skip
    keys = {pair.pk: proposal_key(pair) for pair in made}
    write = hold_emails if held else queue_emails
    write(letter="mentoring.proposed", keys=keys, scope=scope, now=now)
    return made, refused


class _Standing:
    """What decides about proposals between certain people, read and held once; each that is made counts at once."""

    def __init__(self, pairs: Sequence[Wanted], programme: Programme | None, *, asked: bool, now: datetime) -> None:
        mentors, mentees = {one.mentor.pk for one in pairs}, {one.mentee.pk for one in pairs}
        self.today = timezone.localdate(now)
        # Whoever gives a place away holds the mentors' rows, then the mentees': docs/adr/0122.
        offers = Mentor.objects.select_for_update(no_key=True, of=("self",)).filter(user__in=mentors)
        self.offers = {one.user_id: one for one in offers.filter(user__is_active=True).order_by("user")}
        wishes = Mentee.objects.select_for_update(no_key=True).filter(user__in=mentees).order_by("user")
        self.wishes = {one.user_id: one for one in wishes}
        self.nations = nations_of(mentors)
        between = Match.objects.filter(mentor__in=mentors, mentee__in=mentees)
        self.live = set(between.live().values_list("mentee", "mentor"))
        declined = between.filter(programme=programme, state=Match.State.DECLINED)
        self.declined = set(declined.values_list("mentee", "mentor"))
        vetoes = Preference.objects.filter(
            kind=Preference.Kind.VETO, mentee__user__in=mentees, mentor__user__in=mentors
        )
        self.vetoed = set(vetoes.values_list("mentee__user", "mentor__user"))
        self.of_mentors = _count_by("mentor", mentors, taken_only=asked)
        self.of_mentees = _count_by("mentee", mentees, taken_only=asked)
        # What is asked for directly takes no place before it is accepted.
        self.takes_a_place = not asked

    def take(self, wanted: Wanted) -> None:
        """Let the pair be, or raise what is in the way."""
        mentee, mentor = wanted.mentee.pk, wanted.mentor.pk
        if mentee == mentor:
            raise OneAndTheSame
        offers, wishes = self.offers.get(mentor), self.wishes.get(mentee)
        if offers is None:
            raise NotAMentor
        if (mentee, mentor) in self.live:
            raise AlreadyAPair
        if (mentee, mentor) in self.declined:
            raise DeclinedBefore
        if (mentee, mentor) in self.vetoed:
            raise Vetoed
        if offers.paused_until and offers.paused_until >= self.today:
            raise MentorIsPaused
        if self.of_mentors[mentor] >= offers.places:
            raise MentorHasNoPlace
        if wishes and self.of_mentees[mentee] >= wishes.wanted:
            raise HasEnoughMentors
        self.live.add((mentee, mentor))
        if self.takes_a_place:
            self.of_mentors[mentor] += 1
            self.of_mentees[mentee] += 1


def _count_by(side: str, people: Collection[int], *, taken_only: bool) -> Counter[int]:
    """Pairs that take a place, by the id of the person on that side."""
    pairs = Match.objects.filter(**{f"{side}__in": people})
    counted = (pairs.taken() if taken_only else pairs.live()).order_by().values_list(side)
    return Counter(dict(counted.annotate(count=Count("pk"))))


def proposal_key(pair: Match) -> str:
    """Which letter tells the mentor of a proposal."""
    return f"mentoring.proposed:{pair.pk}"


def nation_of(user: User) -> str:
    """Whose bank holidays a person has: by organisation, else by region, else England's."""
    return nations_of([user.pk])[user.pk]


def nations_of(people: Collection[int]) -> dict[int, str]:
    """The same for many, by the id of the person. One query."""
    nations: dict[int, str] = dict.fromkeys(people, Nation.ENGLAND)
    for profile in Profile.objects.select_related("organisation").filter(user__in=people):
        region = profile.region or (profile.organisation.region if profile.organisation else "")
        if profile.organisation and profile.organisation.nation:
            nations[profile.user_id] = profile.organisation.nation
        elif region:
            nations[profile.user_id] = _NATIONS.get(Region(region), Nation.ENGLAND)
    return nations
