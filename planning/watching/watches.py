"""Watch something, watch it no longer, and tell those who watch what has changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Profile, User
from common.refusals import Refused
from notifications.outbox import queue_email
from planning.models.assessments import Assessment
from planning.models.journeys import Journey
from planning.models.watching import Watch, WatchNotice
from planning.watching.differences import Watcher, differences
from planning.watching.facts import Facts, facts_of

LETTER = "planning.watch_changed"
MOST_WATCHED = 100
AT_ONCE = 500


class WatchesEnough(Refused):
    """You watch 100 things. Watch one of them no longer, then add this."""


@transaction.atomic
def watch(user: User, kind: str, thing: Any, *, now: datetime) -> None:
    """Watch it from now on. Once is as good as twice. Raises WatchesEnough."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if watched(user, kind, thing).exists():
        return
    if Watch.objects.of(user).count() >= MOST_WATCHED:
        raise WatchesEnough
    facts = facts_of(kind, [thing.pk])[thing.pk]
    Watch.objects.create(user=user, kind=kind, since=now, facts=facts, **{column(kind): thing})


def watch_no_longer(user: User, kind: str, thing: Any) -> None:
    """Once is as good as twice."""
    watched(user, kind, thing).delete()


def watched(user: User, kind: str, thing: Any) -> Any:
    """The watch of this person and this thing: none or one."""
    return Watch.objects.filter(user=user, **{column(kind): thing})


def column(kind: str) -> str:
    return "learning" if kind == Watch.Kind.COURSE else kind


def tell_watchers(*, now: datetime) -> int:
    """Compare everything watched with what its watchers know, and tell them once. Returns how many letters were new.

    Doing it again finds nothing, since what they know is written in the transaction of the letter.
    """
    letters = 0
    for kind in Watch.Kind.values:
        ids = Watch.objects.filter(kind=kind).order_by().values_list(column(kind), flat=True).distinct()
        facts = facts_of(kind, list(ids))
        last = None
        while batch := _batch(kind, last):
            last = batch[-1]
            letters += _tell(kind, batch, facts, now)
    return letters


def _batch(kind: str, after: Any) -> list[Any]:
    """Ids of some people who watch things of a kind, in order."""
    rows = Watch.objects.filter(kind=kind, user__is_active=True)
    if after is not None:
        rows = rows.filter(user__gt=after)
    return list(rows.order_by("user").values_list("user", flat=True).distinct()[:AT_ONCE])


@transaction.atomic
def _tell(kind: str, users: Collection[int], facts: dict[int, Facts], now: datetime) -> int:
    """Tell these people what changed of the things of one kind. A second clock skips what the first is at."""
    watches = Watch.objects.filter(kind=kind, user__in=users).select_for_update(skip_locked=True, of=("self",))
    # What is watched since the facts were read knows them already.
    known = [one for one in watches.filter(since__lt=now) if _thing(one) in facts]
    changed = [one for one in known if one.facts != facts[_thing(one)]]
    people = watchers({one.user_id for one in changed})
    told: dict[int, int] = {}
    for one in changed:
        after = facts[_thing(one)]
        said = differences(kind, one.facts, after, people[one.user_id])
        # A journey that was withdrawn and came back is no news.
        one.facts = after | {"journeys": _ever(one.facts["journeys"], after["journeys"])}
        Watch.objects.filter(pk=one.pk).update(facts=one.facts, updated_at=now)
        for sentence in said:
            notice = WatchNotice.objects.create(watch=one, text=sentence, told_at=now)
            told.setdefault(one.user_id, notice.pk)
    for user, first in told.items():
        queue_email(letter=LETTER, about_id=first, key=f"{LETTER}:{user}:{kind}:{now:%Y%m%d%H%M%S%f}", now=now)
    return len(told)


def watchers(users: Iterable[int]) -> dict[int, Watcher]:
    """What people said of themselves: in their profile, else in their last assessment; their journey. Three queries."""
    users = list(users)
    said: dict[int, dict[str, str]] = defaultdict(lambda: {"background": "", "band": "", "journey": ""})
    assessed = Assessment.objects.filter(user__in=users).order_by("started_at", "pk").select_related("point")
    for one in assessed.defer("point__summary", "point__first_steps"):
        applicant = one.applicant
        assert one.user_id is not None  # asked for by their people
        said[one.user_id].update(background=applicant.background, band=applicant.band)
    for user, background, band in Profile.objects.filter(user__in=users).values_list("user", "background", "band"):
        given = {"background": background, "band": band}
        said[user].update({name: value for name, value in given.items() if value})
    for user, journey in Journey.objects.filter(user__in=users).values_list("user", "pk"):
        said[user]["journey"] = str(journey)
    return {user: Watcher(**said[user]) for user in users}


def _thing(watch: Watch) -> int:
    """The id of what is watched."""
    return int(getattr(watch, f"{column(watch.kind)}_id"))


def _ever(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, list[str]]:
    both = {*before, *after}
    return {background: sorted({*before.get(background, ()), *after.get(background, ())}) for background in both}
