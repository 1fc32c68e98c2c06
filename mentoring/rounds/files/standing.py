"""What is known already of the people whom a file names, in a constant number of queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from allauth.account.models import EmailAddress

from accounts.models import Organisation, Profile, User
from mentoring.models import Mentee, Mentor, Participant, Round

T = TypeVar("T")
# SQLite takes some thirty thousand parameters at most.
TOGETHER = 10_000


@dataclass(slots=True)
class Known:
    """People by the address in the file, and what they have here. Everything else is by id of the person."""

    users: dict[str, User] = field(default_factory=dict)
    profiles: dict[int, Profile] = field(default_factory=dict)
    mentors: dict[int, Mentor] = field(default_factory=dict)
    mentees: dict[int, Mentee] = field(default_factory=dict)
    participants: dict[tuple[int, str], Participant] = field(default_factory=dict)
    elsewhere: set[int] = field(default_factory=set)  # takes part in rounds of other programmes
    organisations: dict[str, Organisation] = field(default_factory=dict)  # by name, synonym and code in lower case

    def has_spoken(self, user: User) -> bool:
        """Whether what is there may be the person's own words, or another programme's business.

        Who was brought in by a file and never came has said nothing themselves: there the newest file counts.
        """
        return user.last_login is not None or user.pk in self.elsewhere


def known_people(round_: Round, emails: Iterable[str]) -> Known:
    """Everything a file of these people may touch."""
    known = Known()
    for some in in_lots(sorted(set(emails))):
        known.users |= {user.email: user for user in User.objects.filter(email__in=some)}
        # Who has proven an address counts before who only signed up with it.
        proven = EmailAddress.objects.filter(email__in=some, verified=True).select_related("user")
        known.users |= {address.email.lower(): address.user for address in proven}
    for ids in in_lots([user.pk for user in known.users.values()]):
        known.profiles |= {one.pk: one for one in Profile.objects.filter(user__in=ids)}
        known.mentors |= {one.user_id: one for one in Mentor.objects.filter(user__in=ids).prefetch_related("skills")}
        known.mentees |= {one.user_id: one for one in Mentee.objects.filter(user__in=ids).prefetch_related("gaps")}
        mine = Participant.objects.filter(round=round_, user__in=ids)
        known.participants |= {(one.user_id, one.side): one for one in mine}
        others = Participant.objects.filter(user__in=ids).exclude(round__programme=round_.programme_id)
        known.elsewhere |= set(others.values_list("user", flat=True))
    known.organisations = _organisations()
    return known


def _organisations() -> dict[str, Organisation]:
    """By everything that names exactly one of them."""
    found: dict[str, Organisation] = {}
    unclear: set[str] = set()
    for one in Organisation.objects.all():
        for name in {name.casefold() for name in (one.name, one.ods_code, *one.synonyms) if name}:
            if name in found and found[name] != one:
                unclear.add(name)
            found[name] = one
    return {name: one for name, one in found.items() if name not in unclear}


def in_lots(things: list[T]) -> Iterator[list[T]]:
    """A list in parts that every database takes as parameters."""
    for first in range(0, len(things), TOGETHER):
        yield things[first : first + TOGETHER]
