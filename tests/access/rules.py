"""What a row says: how an address answers each role and verb."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# staff: support, who may use Django admin. owner, reviewer: of the programme in the rows. stranger: owner of another.
ROLES = ("anonymous", "person", "deactivated", "staff", "owner", "reviewer", "stranger", "superuser")
VISITORS = ("anonymous", "deactivated")
# Stands in things that only the stranger's team and site administrators may read.
CANARY = "Quetzal"
MAY_READ_THE_CANARY = ("stranger", "superuser")

Answer = int | Mapping[str, int]


def only(*roles: str, answer: int = 200, others: int = 403) -> dict[str, int]:
    """``answer`` for these roles, ``others`` for everybody else who is signed in; visitors are sent to sign in."""
    return {role: answer if role in roles else 302 if role in VISITORS else others for role in ROLES}


EVERYBODY = tuple(role for role in ROLES if role not in VISITORS)


@dataclass(frozen=True)
class Rule:
    """What GET (and HEAD) and POST answer: the same to everybody, or by role.

    POST is sent without any data. Where it is not named it answers 405, but visitors are sent to sign in if GET does
    that too. All other verbs answer 405.
    """

    get: Answer = 200
    post: Answer = 405
    arguments: dict[str, str] = field(default_factory=dict)
    query: str = ""
    head: int | None = None  # where a package answers HEAD otherwise than GET
    open: bool = False  # visitors are not sent to sign in: a 302 leads everybody to where something begins

    def expected(self, role: str, verb: str) -> int:
        get = self.get if isinstance(self.get, int) else self.get[role]
        if verb == "HEAD" and self.head:
            return self.head
        if verb in ("GET", "HEAD"):
            return get
        if verb != "POST":
            return 405
        if self.post == 405 and role in VISITORS and isinstance(self.get, Mapping) and not self.open:
            return 302
        return self.post if isinstance(self.post, int) else self.post[role]

    @property
    def is_public(self) -> bool:
        return self.get == 200


SIGNED_IN = only(*EVERYBODY)
GOES_ON = dict.fromkeys(ROLES, 302)
POSTED = only(*EVERYBODY, answer=405)
PUBLIC = Rule()
SITE_ADMINS = only("superuser")
ORGANISERS = only("owner", "stranger", "superuser")
TEAM = only("owner", "reviewer", "superuser", others=404)
OWNERS = only("owner", "superuser", others=404)
OWNERS_GO_ON = only("owner", "superuser", answer=302, others=404)
# What the first of them ends or deletes is not there for the next.
OWNER_FIRST = only("owner", answer=302, others=404)
# What belongs to the person alone.
PERSON, PERSON_GOES_ON = only("person", others=404), only("person", answer=302, others=404)
# These two have begun something of their own; all others are led to where one begins.
HAVE_BEGUN = only("person", "stranger", others=302)
