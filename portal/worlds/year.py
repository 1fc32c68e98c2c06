"""What happens in the year of a cohort: sessions with who came, learning sets and their meetings, news, showcase."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from events.models import Booking, Event, Invitation
from events.reminders import arm
from fellowship.announcing import announce
from fellowship.models import (
    Activity,
    AgreedAction,
    Aim,
    AlumniEntry,
    AlumniSurvey,
    Announcement,
    AnnouncementTo,
    Cohort,
    Fellow,
    LearningSet,
    MakeUp,
    SetMeeting,
    SetMember,
    Showcase,
)
from fellowship.models.moves import CohortState
from portal.worlds.calls import Team, mandatory_days
from portal.worlds.fellows import MISSES_DAYS, ON_LEAVE, SILENT
from portal.worlds.people import AT_ONCE, World, at

Attendance = Booking.Attendance
Kind = Activity.Kind
# Weeks after the start, kind, title, aims.
SESSIONS = (
    (3, Kind.LECTURE, "What the evidence says about digital change", (Aim.SKILLED,)),
    (10, Kind.WORKSHOP, "Drawing the process as it is", (Aim.SKILLED,)),
    (18, Kind.LECTURE, "A chief executive’s view: what gets my attention", (Aim.INSPIRED, Aim.CONNECTED)),
    (26, Kind.WORKSHOP, "Writing a case that gets read", (Aim.SKILLED,)),
    (34, Kind.LECTURE, "Suppliers: how to be a good customer", (Aim.SKILLED, Aim.CONNECTED)),
    (43, Kind.WORKSHOP, "Showing your work in five minutes", (Aim.SKILLED, Aim.INSPIRED)),
)
ALL_YEAR: tuple[tuple[str, str, Any], ...] = (
    (Kind.PROJECT, "The improvement project", (Aim.SKILLED,)),
    (Kind.SETS, "Action learning sets", (Aim.CONNECTED, Aim.INSPIRED)),
    (Kind.MENTORING, "A mentor for the year", (Aim.INSPIRED,)),
    (Kind.CONVERSATIONS, "Single conversations with mentors", (Aim.CONNECTED,)),
    (Kind.SHOWCASE, "The showcase", (Aim.CONNECTED, Aim.INSPIRED)),
)


def make_events(rows: Sequence[Event]) -> list[Event]:
    """Saves events in bulk, with addresses as published events have them."""
    first = (Event.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    for number, event in enumerate(rows, start=first):
        event.slug = f"{slugify(event.title)[:70]}-{number}"
    return Event.objects.bulk_create(rows, batch_size=AT_ONCE)


def make_sessions(world: World, cohort: Cohort, fellows: Sequence[Fellow], team: Team) -> None:
    """Seven mandatory days and six other sessions, each an event by invitation, and what runs all year."""
    days = {one.on: one for one in cohort.mandatory_days.all()}
    rows: list[tuple[date, str, str, Any, str]] = [
        (on, Kind.DAY, title, (Aim.CONNECTED, Aim.SKILLED), town)
        for on, title, town in mandatory_days(cohort.starts_on)
    ]
    rows += [
        (cohort.starts_on + timedelta(weeks=weeks, days=2), kind, title, aims, "Online")
        for weeks, kind, title, aims in SESSIONS
    ]
    rows.sort()
    events = make_events([_session(world, cohort, *row, team.admin) for row in rows])
    Activity.objects.bulk_create([
        *(
            Activity(
                cohort=cohort, kind=kind, title=title, aims=aims, event=event, is_mandatory=kind == Kind.DAY,
                mandatory_day=days[on] if kind == Kind.DAY else None, cpd_minutes=300 if kind == Kind.DAY else 90,
                purpose="Practice on your own project, with others who ask.",
            )
            for event, (on, kind, title, aims, _) in zip(events, rows, strict=True)
        ),
        *(Activity(cohort=cohort, kind=kind, title=title, aims=aims) for kind, title, aims in ALL_YEAR),
    ])  # fmt: skip
    people = [one.user for one in fellows]
    book_all(world, events, people)
    for event in events:
        if event.starts_at > world.now:
            arm(event, now=world.now)
    missed = [
        event for event, row in zip(events, rows, strict=True) if row[1] == Kind.DAY and event.ends_at < world.now
    ]
    if cohort.state == CohortState.RUNNING and len(fellows) > ON_LEAVE and len(missed) > 2:
        _note(missed[-2:], fellows[MISSES_DAYS], Attendance.ABSENT)
        _note(missed[1:2], fellows[6], Attendance.EXCUSED)
        MakeUp.objects.create(
            activity=missed[1].activity, fellow=fellows[6], state=MakeUp.State.ACCEPTED, set_by=fellows[6].adviser,
            task="Watch the recording and write half a page on what you would count.", set_at=world.ago(90),
            due_on=timezone.localdate(world.ago(70)), text="Waiting times by weekday. Mondays surprised me.",
            done_at=world.ago(75), accepted_by=fellows[6].adviser, accepted_at=world.ago(73),
        )  # fmt: skip


def _session(
    world: World, cohort: Cohort, on: date, kind: str, title: str, aims: object, town: str, organiser: User
) -> Event:
    is_day, online = kind == Kind.DAY, town == "Online"
    starts = at(on, 9 if is_day else 13)
    return Event(
        title=f"{title} ({cohort.name.split(',')[0]})", summary=f"For fellows of {cohort.name}.",
        kind=Event.Kind.LECTURE if kind == Kind.LECTURE else Event.Kind.WORKSHOP, audience=Event.Audience.INVITED,
        state=Event.State.PUBLISHED, published_at=world.ago(200), starts_at=starts,
        ends_at=starts + timedelta(hours=6 if is_day else 1.5), town="" if online else town,
        mode=Event.Mode.ONLINE if online else Event.Mode.IN_PERSON, programme=cohort.programme, organiser=organiser,
        place="" if online else "The address is in the letter.",
        online_link="https://meet.example.org/fellows" if online else "",
    )  # fmt: skip


def book_all(world: World, events: Sequence[Event], people: Sequence[User]) -> None:
    """Everybody is invited to each and booked, with who came where it is over: nearly all."""
    Invitation.objects.bulk_create(
        [Invitation(event=event, user=user) for event in events for user in people], batch_size=AT_ONCE
    )
    Booking.objects.bulk_create(
        [
            Booking(
                event=event, person=user, state=Booking.State.BOOKED, attendance=_came(world, event),
                booked_at=min(event.starts_at, world.now) - timedelta(days=20),
            )
            for event in events for user in people
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip


def _came(world: World, event: Event) -> str:
    if event.ends_at > world.now:
        return ""
    return Attendance.LATE if world.draw.random() < 0.06 else Attendance.PRESENT


def _note(events: Sequence[Event], fellow: Fellow, attendance: str) -> None:
    Booking.objects.filter(event__in=events, person=fellow.user_id).update(attendance=attendance)


def _employer(fellow: Fellow) -> str:
    return fellow.application.organisation_name if fellow.application else ""


def make_sets(world: World, cohort: Cohort, fellows: Sequence[Fellow], team: Team) -> None:
    """Sets of six with a facilitator, who meet every eight weeks; what they agreed, and nothing that was said."""
    count = max(1, len(fellows) // 6)
    sets = LearningSet.objects.bulk_create(
        LearningSet(cohort=cohort, number=number + 1, facilitator=team.facilitators[number % len(team.facilitators)])
        for number in range(count)
    )
    # Dealt out by employer, so that colleagues come into different sets, as the rule is.
    dealt = sorted(fellows, key=lambda one: (_employer(one), one.pk))
    SetMember.objects.bulk_create(
        SetMember(learning_set=sets[place % count], fellow=one) for place, one in enumerate(dealt)
    )
    Cohort.objects.filter(pk=cohort.pk).update(sets_told_at=at(cohort.starts_on, 12))
    for place, one in enumerate(sets):
        people = dealt[place::count]
        events = make_events([
            Event(
                title=f"{one}, meeting {number} ({cohort.name.split(',')[0]})", summary="Your learning set meets.",
                kind=Event.Kind.LEARNING_SET, audience=Event.Audience.INVITED, state=Event.State.PUBLISHED,
                published_at=world.ago(200), starts_at=starts, ends_at=starts + timedelta(minutes=90),
                mode=Event.Mode.ONLINE, online_link="https://meet.example.org/set", programme=cohort.programme,
                organiser=one.facilitator,
            )
            for number in range(1, 7)
            for starts in [at(cohort.starts_on + timedelta(weeks=8 * number - 3, days=place), 15)]
        ])  # fmt: skip
        book_all(world, events, [fellow.user for fellow in people])
        meetings = SetMeeting.objects.bulk_create(SetMeeting(learning_set=one, event=event) for event in events)
        over = [meeting for meeting in meetings if meeting.event.ends_at < world.now]
        AgreedAction.objects.bulk_create(
            AgreedAction(
                meeting=meeting, fellow=people[number % len(people)], text="Ask the two who said no what they need.",
                due_on=(meeting.event.starts_at + timedelta(days=28)).date(),
                done_at=meeting.event.starts_at + timedelta(days=20) if meeting is not over[-1] else None,
            )
            for number, meeting in enumerate(over)
        )  # fmt: skip
        silent = fellows[SILENT] if len(fellows) > SILENT else None
        if cohort.state == CohortState.RUNNING and silent in people:
            assert silent is not None
            _note([meeting.event for meeting in over[-1:]], silent, Attendance.ABSENT)


def make_news(world: World, cohort: Cohort, fellows: Sequence[Fellow], team: Team) -> None:
    """Letters to all fellows: one that went some weeks ago, and one that waits in the outbox to be let go."""
    said = Announcement.objects.create(
        cohort=cohort, subject="Half-time day: where and when", written_by=team.admin, written_at=world.ago(70),
        text="We meet at nine on the second floor. Bring one figure and one question. Tell us what you cannot eat.",
    )  # fmt: skip
    AnnouncementTo.objects.bulk_create(AnnouncementTo(letter=said, user=one.user) for one in fellows)
    if cohort.state == CohortState.RUNNING:
        announce(
            cohort, fellows, expected=len(fellows), by=team.admin, now=world.now,
            subject="Next month’s lecture has moved",
            text="The lecture on suppliers begins at two and not at one. Your calendar knows already.",
        )  # fmt: skip


def make_after(world: World, cohort: Cohort, fellows: Sequence[Fellow]) -> None:
    """A finished cohort: its public showcase, alumni who agreed to be found, and what they answered a while later."""
    draw = world.draw
    day = mandatory_days(cohort.starts_on)[-1][0]
    event = Event.objects.filter(activity__cohort=cohort, starts_at__date=day).first()
    Showcase.objects.create(
        cohort=cohort, title=f"What {cohort.name.split(',')[0]} changed", event=event,
        intro="Thirty people, one year, one project each. Here is what became of them, with the figures.",
        published_at=world.ago(185),
    )  # fmt: skip
    jobs = ("Chief nursing information officer", "Digital lead", "Head of analytics", "Programme manager, digital")
    AlumniEntry.objects.bulk_create(
        AlumniEntry(
            fellow=one, job=draw.choice(jobs), shows_email=place % 2 == 0, consented_at=world.ago(150),
            ask_me="How to begin with one ward, and how to get the second to ask for it.",
        )
        for place, one in enumerate(fellows) if place % 3 != 2
    )  # fmt: skip
    kind = AlumniSurvey
    AlumniSurvey.objects.bulk_create(
        AlumniSurvey(
            fellow=one, year=world.now.year, asked_at=world.ago(40), answered_at=world.ago(30 - place % 9),
            project_runs=draw.choice((kind.Runs.BIGGER, kind.Runs.YES, kind.Runs.YES, kind.Runs.SMALLER)),
            works_in_digital=draw.choice((kind.Works.MORE, kind.Works.MORE, kind.Works.YES)),
            new_job=draw.choice(("", "", "Digital lead")), may_quote=place % 2 == 0,
            words="It gave me the people to ask. The rest followed from that.",
        )
        for place, one in enumerate(fellows) if place % 4 != 3
    )  # fmt: skip
