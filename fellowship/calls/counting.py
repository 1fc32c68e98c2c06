"""What came of a call's links: visits, checks, applications and places by campaign; who was sent where, who went on."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, Sum

from fellowship.models import Call, ElsewhereCount, Offer, Signpost
from fellowship.models.moves import ApplicationState as S

_TOOK_A_PLACE = (S.ACCEPTED, S.ONBOARDING, S.ENROLLED)


@dataclass
class Campaign:
    """What came of one campaign, from the visit to the place. ``via`` is empty for those who came by none."""

    via: str
    visits: int = 0
    yes: int = 0
    not_yet: int = 0
    no: int = 0
    started: int = 0
    handed_in: int = 0
    offered: int = 0
    places: int = 0

    @property
    def name(self) -> str:
        return self.via or "No campaign"

    @property
    def checked(self) -> int:
        return self.yes + self.not_yet + self.no


@dataclass
class SentTo:
    """How many were shown a kind of signpost, and how many went on."""

    kind: str
    shown: int = 0
    followed: int = 0
    signposts: list[Signpost] = field(default_factory=list)


def campaigns_of(call: Call) -> list[Campaign]:
    """Each campaign of a call, none included, by name. Two queries."""
    found: dict[str, Campaign] = {}
    counts = call.campaigns.values("via").order_by("via")
    for row in counts.annotate(visits=Sum("visits"), yes=Sum("yes"), not_yet=Sum("not_yet"), no=Sum("no")):
        found[row["via"]] = Campaign(**row)
    applied = call.applications.values("via").order_by("via").annotate(
        started=Count("pk"),
        handed_in=Count("pk", filter=Q(submitted_at__isnull=False)),
        offered=Count("pk", filter=Exists(Offer.objects.filter(application=OuterRef("pk")))),
        places=Count("pk", filter=Q(state__in=_TOOK_A_PLACE)),
    )  # fmt: skip
    for some in applied:
        one = found.setdefault(some["via"], Campaign(some["via"]))
        one.started, one.handed_in = some["started"], some["handed_in"]
        one.offered, one.places = some["offered"], some["places"]
    return sorted(found.values(), key=lambda one: one.via)


def total_of(campaigns: Iterable[Campaign]) -> Campaign:
    """All of them added up."""
    total = Campaign("")
    for one in campaigns:
        for name in ("visits", "yes", "not_yet", "no", "started", "handed_in", "offered", "places"):
            setattr(total, name, getattr(total, name) + getattr(one, name))
    return total


def signposts_of(call: Call) -> list[Signpost]:
    """Every signpost of a call that is or was shown, with ``shown`` and ``followed``. One query."""
    rows = Signpost.objects.filter(rule__call=call).select_related("rule", "learning", "programme")
    counted = rows.annotate(shown=Sum("counts__shown", default=0), followed=Sum("counts__followed", default=0))
    return list(counted.order_by("rule__position", "position", "pk"))


def elsewhere_of(call: Call) -> list[SentTo]:
    """Where the house sent applicants without a place for whom no signpost was there, those shown most first."""
    counts = ElsewhereCount.objects.filter(call=call).order_by().values("kind")
    rows = counts.annotate(shown=Sum("shown"), followed=Sum("followed"))
    found = [SentTo(Signpost.Kind(row["kind"]).label, row["shown"], row["followed"]) for row in rows]
    return sorted(found, key=lambda one: (-one.shown, one.kind))


def sent_to(signposts: Iterable[Signpost]) -> list[SentTo]:
    """The same by kind: to learning, mentoring, events; those shown most come first."""
    found: dict[str, SentTo] = {}
    for one in signposts:
        kind = found.setdefault(one.kind, SentTo(one.get_kind_display()))
        kind.shown += one.shown  # type: ignore[attr-defined]
        kind.followed += one.followed  # type: ignore[attr-defined]
        kind.signposts.append(one)
    return sorted(found.values(), key=lambda one: -one.shown)
