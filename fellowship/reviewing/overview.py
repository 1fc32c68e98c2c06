"""How reading goes: by reviewer, by application, and what the team has to see to."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.models import Profile, User
from fellowship.models import Application, Call, Conflict, Reader, Review
from fellowship.models.moves import ApplicationState
from fellowship.reviewing.readers import team_reviewers

State = Review.State
S = ApplicationState
READ_STATES = (S.ELIGIBLE, S.IN_REVIEW, S.MODERATION, S.SCORED)


@dataclass(frozen=True, slots=True)
class Line:
    """One reviewer of a call: what they have, what they told. ``reader`` None: nothing said, so they read."""

    user: User
    reader: Reader | None
    region: str
    open: int
    done: int
    returned: int
    conflicts: int

    @property
    def reads(self) -> bool:
        return self.reader is None or self.reader.reads

    @property
    def has_told(self) -> bool:
        return self.reader is not None and self.reader.declared_at is not None


def lines_of(call: Call) -> list[Line]:
    """The team's reviewers and those who left it with readings, by name. Six queries."""
    counts: Counter[tuple[int, str]] = Counter()
    rows = Review.objects.filter(application__call=call).order_by()
    for user, state, count in rows.values_list("reviewer", "state").annotate(count=Count("pk")):
        counts[user, "OPEN" if state in (State.ASSIGNED, State.STARTED) else state] += count
    team = team_reviewers(call)
    here = {one.pk for one in team}
    team += User.objects.filter(pk__in={user for user, _ in counts} - here).order_by("name", "pk")
    readers = {one.user_id: one for one in Reader.objects.filter(call=call)}
    profiles = {one.user_id: one for one in Profile.objects.filter(user__in=team)}
    known = Conflict.objects.filter(application__call=call).order_by().values_list("reviewer")
    conflicts = dict(known.annotate(count=Count("pk")))
    return [
        Line(
            one, readers.get(one.pk), profiles[one.pk].get_region_display() if one.pk in profiles else "",
            counts[one.pk, "OPEN"], counts[one.pk, State.DONE], counts[one.pk, State.RETURNED],
            conflicts.get(one.pk, 0),
        )
        for one in team
    ]  # fmt: skip


def numbers_of(call: Call) -> dict[str, int]:
    """What the page of reading counts. One query."""
    rows = with_readers(read_for(call))
    few = Q(readers__lt=call.reviews_each, state__in=(S.ELIGIBLE, S.IN_REVIEW))
    return dict(
        rows.aggregate(
            eligible=Count("pk", filter=Q(state=S.ELIGIBLE)), few=Count("pk", filter=few),
            in_review=Count("pk", filter=Q(state=S.IN_REVIEW)), moderation=Count("pk", filter=Q(state=S.MODERATION)),
            scored=Count("pk", filter=Q(state=S.SCORED)), named=Count("pk", filter=Q(reports__gt=0)),
            conflicts=Count("pk", filter=Q(done_in_conflict__gt=0)),
        )
    )  # fmt: skip


def read_for(call: Call) -> "QuerySet[Application]":
    """Applications of a call that are to be read, or were and are not decided."""
    return Application.objects.filter(call=call, state__in=READ_STATES)


def read_or_was(call: Call) -> "QuerySet[Application]":
    """The same, and whatever somebody was given to read: what comes to light later is looked into there."""
    given = Exists(Review.objects.filter(application=OuterRef("pk")))
    return Application.objects.filter(Q(state__in=READ_STATES) | Q(given), call=call)


def with_readers(rows: Any) -> Any:
    """With ``readers``, ``done``, ``reports`` (not seen to), ``conflicts_known`` and ``done_in_conflict``."""
    in_conflict = Q(reviews__state=State.DONE, reviews__reviewer=F("conflicts__reviewer"))
    return rows.annotate(
        readers=Count("reviews", filter=~Q(reviews__state=State.RETURNED), distinct=True),
        done=Count("reviews", filter=Q(reviews__state=State.DONE), distinct=True),
        reports=Count(
            "reviews", filter=Q(reviews__named_at__isnull=False, reviews__named_settled_at=None), distinct=True
        ),
        conflicts_known=Count("conflicts", distinct=True),
        done_in_conflict=Count("reviews", filter=in_conflict, distinct=True),
    )


def readings_by_application(applications: Any) -> dict[int, list[Review]]:
    """The readings of each of these applications, with their readers. One query."""
    found: dict[int, list[Review]] = {}
    for one in Review.objects.filter(application__in=[row.pk for row in applications]).select_related("reviewer"):
        found.setdefault(one.application_id, []).append(one)
    return found
