"""Early warning: how each fellow stands, the flags that somebody must see to, and what was done."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import Programme, User
from common.models import BaseModel
from fellowship.models.fellows import Fellow


class WarningLevel(models.IntegerChoices):
    """As in fellowship.early_warning, with words for screens."""

    NONE = 0, "Nothing to see"
    LOW = 1, "Low"
    MEDIUM = 2, "Medium"
    HIGH = 3, "High"
    CRITICAL = 4, "Critical"


class WarningRules(BaseModel):
    """The chart of a programme where it differs from the usual one. ``off``: signs that it does not look at."""

    programme = models.OneToOneField(
        Programme, on_delete=models.CASCADE, primary_key=True, related_name="warning_rules"
    )
    low = models.PositiveSmallIntegerField(default=1)
    medium = models.PositiveSmallIntegerField(default=3)
    high = models.PositiveSmallIntegerField(default=5)
    critical = models.PositiveSmallIntegerField(default=7)
    firsts = models.JSONField(default=dict, help_text="By sign: from how many on it counts.")
    points = models.JSONField(default=dict, help_text="By sign: how many points it begins with.")
    off = models.JSONField(default=list, help_text="Signs that are not looked at.")

    class Meta:
        verbose_name_plural = "warning rules"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(low__gte=1) & Q(low__lt=F("medium")) & Q(medium__lt=F("high")) & Q(high__lt=F("critical")),
                name="each_level_needs_more_points",
            ),
        ]

    def __str__(self) -> str:
        return f"Warning rules of {self.programme}"


class Standing(BaseModel):
    """How a fellow stood when it was last counted: a copy of what the rules say, so that lists can sort by it."""

    fellow = models.OneToOneField(Fellow, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    points = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(choices=WarningLevel.choices)
    reasons = models.JSONField(default=list, help_text="Signs with count and points, most points first.")
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ("-points", "pk")

    def __str__(self) -> str:
        return f"{self.fellow}: {self.points}"


class Help(BaseModel):
    """A fellow asked to be spoken to."""

    fellow = models.ForeignKey(Fellow, on_delete=models.CASCADE, related_name="helps")
    text = models.CharField(max_length=1_000, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["fellow"], condition=Q(answered_at__isnull=True), name="fellow_asks_for_help_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Asked for help on {self.asked_at:%-d %B %Y}"


class Flag(BaseModel):
    """Something that somebody must see to, from its level on until it is closed. A fellow has one at a time."""

    class End(models.TextChoices):
        DONE = "DONE", "Dealt with"
        PASSED = "PASSED", "Passed by itself"

    class Helped(models.TextChoices):
        YES = "YES", "It helped"
        PARTLY = "PARTLY", "It helped a little"
        NO = "NO", "It did not help"
        TOO_EARLY = "TOO_EARLY", "Too early to say"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    fellow = models.ForeignKey(Fellow, on_delete=models.CASCADE, related_name="flags")
    level = models.PositiveSmallIntegerField(choices=WarningLevel.choices)
    points = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    raised_at = models.DateTimeField()
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField()
    seen_at = models.DateTimeField(null=True, blank=True)
    told_step = models.PositiveSmallIntegerField(default=0, help_text="How far up the line it has been told.")
    told_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=6, choices=End.choices, blank=True)
    what_was_done = models.TextField(max_length=2_000, blank=True)
    helped = models.CharField(max_length=9, choices=Helped.choices, blank=True)
    points_later = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Four weeks after it ended.")

    class Meta:
        ordering = ("ended_at", "-level", "due_on", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["fellow"], condition=Q(ended_at__isnull=True), name="fellow_has_one_open_flag"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="") | Q(ended_at__isnull=False) & ~Q(end=""),
                name="flag_says_how_it_ended",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["level", "told_at"], name="flags_open", condition=Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.fellow}"


class FlagStep(BaseModel):
    """What happened with a flag, in order. Never changed."""

    class Kind(models.TextChoices):
        RAISED = "RAISED", "Raised"
        LEVEL = "LEVEL", "Went up or down"
        TOLD = "TOLD", "Told"
        SEEN = "SEEN", "Seen"
        OWNER = "OWNER", "Given to somebody"
        SNOOZED = "SNOOZED", "Put off"
        NOTE = "NOTE", "Note"
        ENDED = "ENDED", "Closed"

    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=1_000, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.get_kind_display()


class FlagAlert(BaseModel):
    """That somebody is told of a flag at a level: what the letter is about."""

    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, related_name="alerts")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(choices=WarningLevel.choices)
    told_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["flag", "user", "level"], name="person_is_told_of_a_level_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_level_display()}"
