"""What people watch, and what they were told of it."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from careers.models import Family, Learning, Network, Role
from common.models import BaseModel


class WatchQuerySet(models.QuerySet[Any]):
    def of(self, user: User) -> Self:
        """What a person watches, with its name, so that showing these asks no further query."""
        return self.filter(user=user).select_related("role", "family", "learning", "network")


class Watch(BaseModel):
    """One person and one thing. ``facts`` is what they know of it: how it stood when they were last told."""

    KINDS: ClassVar = {
        "role": Role, "family": Family, "course": Learning, "network": Network,
    }  # fmt: skip

    class Kind(models.TextChoices):
        ROLE = "role", "Role"
        FAMILY = "family", "Family of roles"
        COURSE = "course", "Course or scheme"
        NETWORK = "network", "Network"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="watches")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    learning = models.ForeignKey(Learning, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    network = models.ForeignKey(Network, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    facts = models.JSONField(default=dict)

    objects = WatchQuerySet.as_manager()

    class Meta:
        ordering = ("-since", "pk")
        verbose_name_plural = "watches"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="role", role__isnull=False, family=None, learning=None, network=None)
                | Q(kind="family", role=None, family__isnull=False, learning=None, network=None)
                | Q(kind="course", role=None, family=None, learning__isnull=False, network=None)
                | Q(kind="network", role=None, family=None, learning=None, network__isnull=False),
                name="watch_is_of_one_thing",
            ),
            *(
                models.UniqueConstraint(fields=["user", name], name=f"person_watches_a_{name}_once")
                for name in ("role", "family", "learning", "network")
            ),
        ]

    def __str__(self) -> str:
        return str(self.thing)

    @property
    def thing(self) -> Any:
        """The role, family, course or network."""
        return self.role or self.family or self.learning or self.network


class WatchNotice(BaseModel):
    """One thing that a person was told of what they watch. What was found at one time goes into one letter."""

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="notices")
    text = models.TextField()
    told_at = models.DateTimeField()

    class Meta:
        ordering = ("-told_at", "pk")

    def __str__(self) -> str:
        return self.text
