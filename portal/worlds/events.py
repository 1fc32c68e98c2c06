"""Events for everybody: some over with what people thought, some to come with places, a waiting list or none left."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from accounts.models import Programme, User
from events.models import Booking, Event, Feedback
from events.reminders import arm
from portal.worlds.people import AT_ONCE, World, at
from portal.worlds.year import make_events

K = Event.Kind
# Days from today, kind, title, town or online, places.
PUBLIC = (
    (-74, K.WEBINAR, "From the ward to the digital team: five people tell", "", 200),
    (-46, K.WORKSHOP, "Reading a dashboard with doubt", "Manchester", 24),
    (-25, K.LECTURE, "Clinical safety in plain words", "", 300),
    (-11, K.DROP_IN, "Ask a digital midwife", "", 30),
    (5, K.DROP_IN, "Ask an analyst anything", "", 30),
    (9, K.WORKSHOP, "Drawing a process on one page", "Birmingham", 16),
    (16, K.WEBINAR, "What a chief nursing information officer does all day", "", 250),
    (24, K.LECTURE, "Why good systems are used badly", "", 300),
    (37, K.CONFERENCE, "Digital care in small places", "Inverness", 120),
    (51, K.WORKSHOP, "Your first hundred days in a digital job", "Cardiff", 20),
    (72, K.SHOWCASE, "Projects of this year’s fellows", "London", 150),
)


def make_public_events(
    world: World, programme: Programme, organiser: User, people: Sequence[User], regulars: Sequence[User]
) -> None:
    """Eleven events; ``regulars`` have a place on the next two that have room, besides people by lot."""
    draw = world.draw
    today = timezone.localdate(world.now)
    rows = []
    for days, kind, title, town, places in PUBLIC:
        starts = at(today + timedelta(days=days), 12 if not town else 10)
        rows.append(
            Event(
                title=title, kind=kind, state=Event.State.PUBLISHED, published_at=world.ago(90), starts_at=starts,
                ends_at=starts + timedelta(hours=1 if not town else 5), town=town, capacity=places,
                mode=Event.Mode.IN_PERSON if town else Event.Mode.ONLINE, programme=programme, organiser=organiser,
                place="The address comes with your booking." if town else "",
                online_link="" if town else "https://meet.example.org/open",
                summary="Open to everybody in health and care. No knowledge is expected, and questions are welcome.",
                description="Come as you are. We begin with a short example, talk about it in small groups, and end "
                "with **one thing to try next week**. Captions are on.",
            )
        )  # fmt: skip
    made = make_events(rows)
    state = Booking.State
    bookings = []
    for number, event in enumerate(made):
        is_full = (event.capacity or 0) <= 24
        wanted = min((event.capacity or 0) + 5 if is_full else draw.randint(18, 60), len(people))
        coming = [*(regulars if number in (4, 6) or number < 2 else ()), *draw.sample(people, wanted)]
        for place, user in enumerate(dict.fromkeys(coming)):
            waits = place >= (event.capacity or 0)
            came = "" if event.ends_at > world.now else "ABSENT" if draw.random() < 0.2 else "PRESENT"
            bookings.append(
                Booking(
                    event=event, person=user, state=state.WAITING if waits else state.BOOKED,
                    booked_at=None if waits else min(event.starts_at, world.now) - timedelta(days=draw.uniform(1, 20)),
                    attendance="" if waits else came,
                )
            )  # fmt: skip
    saved = Booking.objects.bulk_create(bookings, batch_size=AT_ONCE)
    Booking.objects.filter(state=state.WAITING, event__ends_at__lt=world.now).update(
        state=state.LAPSED, ended_at=world.ago(10)
    )
    Feedback.objects.bulk_create(
        Feedback(booking=one, useful=draw.randint(3, 5), will_use=draw.randint(2, 5),
                 text=draw.choice(("", "", "The small groups were the best part.", "Slower, please.")))
        for one in saved if one.attendance == "PRESENT" and draw.random() < 0.6
    )  # fmt: skip
    for event in made:
        if event.starts_at > world.now:
            arm(event, now=world.now)
