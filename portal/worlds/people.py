"""Invented people with accounts and profiles, made in bulk."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Organisation, Profile, User
from common.vocabulary import Band
from portal.worlds.names import EMPLOYERS, JOBS, NATIONAL_BODY, full_names

AT_ONCE = 2_000


@dataclass
class World:
    """What is being made: by whose dice, as of when, and who is there to be used next."""

    draw: random.Random
    now: datetime
    employers: list[Organisation] = field(default_factory=list)
    waiting: Iterator[User] = field(default_factory=lambda: iter(()))

    def next(self, count: int) -> list[User]:
        """So many people who were not used yet. Raises StopIteration if there are none left."""
        return [next(self.waiting) for _ in range(count)]

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)


def at(day: date, hour: int) -> datetime:
    """A full hour of a day, by UK clocks."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


def make_employers() -> list[Organisation]:
    """The invented employers; those that are there stay. The one of reviewers is last."""
    rows = [*EMPLOYERS, (NATIONAL_BODY, Organisation.Kind.NATIONAL_BODY, "")]
    names = [name for name, _, _ in rows]
    there = set(Organisation.objects.filter(name__in=names).values_list("name", flat=True))
    Organisation.objects.bulk_create(
        Organisation(name=name, kind=kind, region=region) for name, kind, region in rows if name not in there
    )
    found = {one.name: one for one in Organisation.objects.filter(name__in=names)}
    return [found[name] for name in names]


def make_people(world: World, count: int) -> list[User]:
    """So many people, each with a profile. Nobody can sign in with a password: none is set."""
    no_password = make_password(None)
    draw = world.draw
    # Addresses go on where an earlier world ended.
    first = User.objects.filter(email__endswith="@people.example.org").count()
    people = []
    for number, name in enumerate(full_names(draw, count), start=first + 1):
        address = name.lower().replace("'", "").replace(" ", ".")
        people.append(
            User(
                name=name, email=f"{address}.{number}@people.example.org", password=no_password,
                joined_at=world.ago(draw.uniform(20, 700)), last_login=world.ago(draw.uniform(0.2, 9)),
            )
        )  # fmt: skip
    made = User.objects.bulk_create(people, batch_size=AT_ONCE)
    Profile.objects.bulk_create((profile_of(world, user) for user in made), batch_size=AT_ONCE)
    return made


def profile_of(world: World, user: User, job: int | None = None) -> Profile:
    """A profile with a job of the list, by its place or by lot."""
    draw = world.draw
    title, low, high, background, profession = JOBS[draw.randrange(len(JOBS)) if job is None else job]
    employer = draw.choice(world.employers[:-1])
    return Profile(
        user=user, employer=Profile.Employer.LISTED, organisation=employer, job_title=title,
        band=Band.from_rank(draw.randint(low, high)).value, profession=profession, background=background,
        registration=Profile.Registration.CURRENT if profession else "", region=employer.region,
    )  # fmt: skip
