"""A letter to whoever ``ADDRESSES`` says, else to ``person<id>@example.org``."""

from collections.abc import Collection
from datetime import datetime

from accounts.models import User
from notifications.letters import Drop, Mail, letter

STALE = 13
ADDRESSES: dict[int, str] = {}
# What a test wants in the letter besides.
MORE: dict[str, object] = {}


@letter("letterbox.hello", title="A letter for tests")
def hello(number: int, now: datetime) -> Mail | Drop:
    if number == STALE:
        return Drop("The booking was cancelled.")
    to = ADDRESSES.get(number, f"person{number}@example.org")
    name = str(MORE.get("name", "Kim"))
    more = {key: value for key, value in MORE.items() if key != "name"}
    return Mail(to=to, template="letterbox/hello", context={"number": number, "name": name}, **more)  # type: ignore[arg-type]


def people(user_ids: Collection[int]) -> dict[int, User]:
    return User.objects.only("email", "name").in_bulk(user_ids)


@letter("letterbox.dear", title="A letter to a real person", look_up=people)
def dear(user: User | None, now: datetime) -> Mail | Drop:
    if user is None:
        return Drop("This person has left.")
    return Mail(to=user.email, template="letterbox/hello", context={"number": user.pk, "name": user.name})
