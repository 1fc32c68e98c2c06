"""A cohort with everything that a year has, each value filled in, and people in it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from careers.models import Family, Learning, Skill
from events.models import Event, EventSeries, Invitation
from fellowship.models import (
    Activity,
    CallVersion,
    CampaignCount,
    Cohort,
    CohortSkill,
    EligibilityRule,
    Extension,
    Instrument,
    MandatoryDay,
    Question,
    Reader,
    RubricItem,
    Section,
    Signpost,
    Theme,
    Wave,
)
from mentoring.models import Round
from tests.fellowship import world
from tests.fellowship.world import NOW

DAY = date(2027, 10, 12)  # a Tuesday, before the clocks go back


def aims(*names: str) -> Any:
    """As the column takes them; mypy knows its words alone."""
    return names


def full_cohort() -> tuple[Cohort, User]:
    """A cohort whose rows have every value filled in, and its admin."""
    of = world.cohort(
        protected_time="One day a week", funding="£3,000", summary="Begins in Leeds.", sets_told_at=NOW, state="RUNNING"
    )
    admin = world.in_team(of.programme)
    of.copied_from = world.cohort(of.programme)
    of.mentor_round = Round.objects.create(programme=of.programme, name="Mentors")
    of.save()
    _call(of)
    _year(of, admin)
    world.fellow(of)
    return of, admin


def _call(of: Cohort) -> None:
    call = world.call(
        of, extended_to=NOW + timedelta(days=9), late_code="QUIET", late_until=NOW + timedelta(days=12),
        who_for="Everybody", takes_minutes=90, you_need="An hour", interviews="Online, in May", published_at=NOW,
        hear_by=date(2027, 6, 1), reserve_until=date(2027, 9, 1), wants_sponsor=False, reviews_each=3,
        review_by=NOW + timedelta(days=40), moderate_from=3, offer_days=9,
    )  # fmt: skip
    section = Section.objects.create(call=call, title="You", intro="Be short.", position=1)
    first = Question.objects.get(section__call=call, kind=Question.Kind.CHOICE)
    later = Question.objects.create(
        section=section, kind=Question.Kind.NUMBER, text="How many?", help="About", is_required=False, most_words=9,
        choices=["1"], least=1, most=5, is_assessed=True, shown_if=first, shown_if_answer="Yes", position=1,
    )  # fmt: skip
    gone = Question.objects.create(section=section, kind="SHORT", text="Gone", position=2, is_retired=True)
    call.topic_question = first
    call.save()
    RubricItem.objects.create(
        call=call, question=later, for_interview=True, title="Counts", guide="5: yes", most=4, position=1
    )
    RubricItem.objects.create(call=call, question=gone, title="About what is gone", position=2)
    rule = EligibilityRule.objects.create(
        call=call, subject="OTHER", question="Ready?", help="Think", accepted=["yes"], otherwise="NO", reason="Why not",
        position=1,
    )  # fmt: skip
    Signpost.objects.create(
        rule=rule, kind=Signpost.Kind.LINK, title="Elsewhere", why="It fits", address="https://example.org",
        learning=Learning.objects.first(), programme=of.programme, position=1,
    )  # fmt: skip
    EligibilityRule.objects.create(call=call, subject="BAND", question="Gone", otherwise="NO", reason="-", position=2,
                                   is_retired=True)  # fmt: skip
    CampaignCount.objects.create(call=call, on=DAY, via="poster", visits=3)
    CallVersion.objects.create(call=call, number=1, made_at=NOW, questions=[])
    Extension.objects.create(call=call, user=world.person(), until=NOW, reason="Ill")
    Reader.objects.create(call=call, user=world.person(), employers="A trust")


def _year(of: Cohort, admin: User) -> None:
    theme = Theme.objects.create(cohort=of, name="Courage")
    day = MandatoryDay.objects.create(cohort=of, on=DAY, title="Opening day", place="Leeds")
    starts = timezone.make_aware(datetime.combine(DAY, time(9)))
    event = Event.objects.create(
        slug="opening-day", state="PUBLISHED", title="Opening day", summary="All", description="Bring a figure.",
        kind=Event.Kind.LECTURE, audience="INVITED", starts_at=starts, ends_at=starts + timedelta(hours=6),
        mode=Event.Mode.BOTH, town="Leeds", place="Room 2", online_link="https://meet.example.org/x", capacity=40,
        booking_opens_at=starts - timedelta(days=30), booking_closes_at=starts - timedelta(days=1),
        programme=of.programme, organiser=admin, series=EventSeries.objects.create(), sequence=3,
        moved_from_at=starts - timedelta(days=1), published_at=NOW,
    )  # fmt: skip
    event.families.set(Family.objects.all()[:1])
    event.skills.set(Skill.objects.all()[:1])
    Invitation.objects.create(event=event, user=world.person())
    session = Activity.objects.create(
        cohort=of, kind="DAY", title="Opening day", purpose="Meet", aims=aims("SKILLED"), event=event,
        mandatory_day=day, is_mandatory=True, cpd_minutes=60,
    )  # fmt: skip
    session.themes.set([theme])
    Activity.objects.create(cohort=of, kind="PROJECT", title="The project", aims=aims("INSPIRED"))
    off = Event.objects.create(
        slug="off", state="CANCELLED", cancelled_at=NOW, title="Called off", summary="-", kind="LECTURE",
        starts_at=datetime(2027, 11, 2, tzinfo=UTC), ends_at=datetime(2027, 11, 3, tzinfo=UTC), mode="ONLINE",
    )  # fmt: skip
    Activity.objects.create(cohort=of, kind="LECTURE", title="Called off", aims=aims("SKILLED"), event=off)
    instrument = Instrument.objects.create(programme=of.programme, name="Three aims")
    Wave.objects.create(cohort=of, moment="MIDDLE", instrument=instrument, opens_on=DAY, closes_on=DAY,
                        asks_skills=False, asks_connections=False)  # fmt: skip
    skill = Skill.objects.live().first()
    assert skill is not None
    CohortSkill.objects.create(cohort=of, skill=skill)
