"""What comes over the horizon: items that staff write or that feeds bring, and who wants to hear of them."""

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from careers.models import Family
from common.models import BaseModel

WEEK = timedelta(days=7)
MOST_IN_LETTER = 15


class Feed(BaseModel):
    """An RSS or Atom feed that staff chose, and how it does. Its items take over its families."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    address = models.CharField(max_length=500, unique=True)
    families: "models.ManyToManyField[Family, Any]" = models.ManyToManyField(Family, blank=True, related_name="+")
    paused_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True, help_text="When it was last read without an error.")
    failures = models.PositiveIntegerField(default=0, help_text="How often it failed since it was last read.")
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def health(self) -> str:
        """One or two words on how it does."""
        if self.paused_at:
            return "Paused"
        if self.problem:
            return "Failing"
        return "Read" if self.read_at else "Not read yet"


class HorizonItemQuerySet(models.QuerySet[Any]):
    def shown(self) -> Self:
        return self.filter(hidden_at=None)

    def of_last_week(self, now: datetime) -> Self:
        """What is shown and was found in the seven days up to ``now``."""
        return self.shown().filter(found_at__gt=now - WEEK, found_at__lte=now)

    def new_for(self, user_id: int, now: datetime) -> Self:
        """What is new of the last week in the families that a person follows, at most 15, the newest first."""
        followed = HorizonInterest.objects.filter(user=user_id).values("family")
        in_them = HorizonItem.families.through.objects.filter(family__in=followed).values("horizonitem")
        rows = self.of_last_week(now).filter(pk__in=in_them).select_related("feed")
        return rows.order_by("-found_at", "pk")[:MOST_IN_LETTER]


class HorizonItem(BaseModel):
    """One piece of news with a link. ``key`` is what its feed calls it; empty for what staff wrote."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    feed = models.ForeignKey(Feed, null=True, blank=True, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(max_length=1000, blank=True)
    address = models.CharField(max_length=500)
    families: "models.ManyToManyField[Family, Any]" = models.ManyToManyField(Family, blank=True, related_name="+")
    found_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True, blank=True)

    objects = HorizonItemQuerySet.as_manager()

    class Meta:
        ordering = ("-found_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["feed", "key"], name="feed_brings_an_item_once", condition=Q(feed__isnull=False)
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-found_at"], name="horizon_item_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def source(self) -> str:
        return self.feed.name if self.feed else "Chosen by staff"


class HorizonInterest(BaseModel):
    """A person wants the weekly letter about a family."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="horizon_interests")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("user", "family")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "family"], name="person_follows_a_family_once"),
        ]

    def __str__(self) -> str:
        return str(self.family)
