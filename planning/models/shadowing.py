"""Offers of a day beside somebody at work or a talk with them, and requests for one."""

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from accounts.models import User
from careers.models import Role, Skill
from common.models import BaseModel

MONTH = timedelta(days=30)
MOST_SKILLS = 3  # that an offer is about


class OfferQuerySet(models.QuerySet[Any]):
    def of(self, user: User) -> Self:
        """What a person offers, the newest first."""
        return self.filter(user=user).order_by("-offered_at", "-pk")

    def open(self) -> Self:
        """Offers that people may see and ask for."""
        return self.filter(paused_at=None, user__is_active=True)

    def with_accepted(self, now: datetime) -> Self:
        """With ``accepted``, how many requests were accepted in the last 30 days."""
        lately = Q(requests__state=Request.State.ACCEPTED, requests__answered_at__gt=now - MONTH)
        return self.annotate(accepted=Count("requests", filter=lately))

    def having_room(self, now: datetime) -> Self:
        return self.with_accepted(now).filter(accepted__lt=F("most_a_month"))


class Offer(BaseModel):
    """What somebody offers. Only people who are signed in see it."""

    class Kind(models.TextChoices):
        SHADOW = "SHADOW", "Shadow me at work"
        CHAT = "CHAT", "An informal chat"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="offers")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=2000)
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    skills: "models.ManyToManyField[Skill, Any]" = models.ManyToManyField(Skill, blank=True, related_name="+")
    where = models.CharField(max_length=200)
    most_a_month = models.PositiveSmallIntegerField()
    offered_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ("-offered_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(most_a_month__range=(1, 20)), name="offer_is_for_1_to_20_a_month"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("planning:offer_detail", args=[self.pk])

    @property
    def by(self) -> str:
        """Who offers it, by name, never by address."""
        return self.user.name or "Somebody with an account here"


class RequestQuerySet(models.QuerySet[Any]):
    def of(self, user: User) -> Self:
        """What a person asked for and was asked for."""
        return self.filter(Q(asker=user) | Q(offer__user=user)).select_related("offer__user", "asker")


class Request(BaseModel):
    """Somebody asks for what is offered; its owner answers."""

    class State(models.TextChoices):
        ASKED = "ASKED", "Not answered yet"
        ACCEPTED = "ACCEPTED", "Accepted"
        DECLINED = "DECLINED", "Declined"
        WITHDRAWN = "WITHDRAWN", "Withdrawn"

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.ASKED: (State.ACCEPTED, State.DECLINED, State.WITHDRAWN),
        State.ACCEPTED: (State.DECLINED, State.WITHDRAWN),  # either may call it off
        State.DECLINED: (),
        State.WITHDRAWN: (),
    }

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="requests")
    asker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=2000)
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    meets_on = models.DateField(null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["offer", "asker"], name="person_asks_once_for_an_offer", condition=Q(state="ASKED")
            ),
            models.CheckConstraint(
                condition=~Q(state="ACCEPTED") | Q(meets_on__isnull=False), name="accepted_request_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"Request of {self.asked_at:%-d %B %Y}"

    def may_become(self, state: str) -> bool:
        return state in self.MOVES[self.state]
