"""Calls: when people may apply to a cohort, and what they are asked."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from common.models import BaseModel
from fellowship.models.cohorts import Cohort


class CallQuerySet(models.QuerySet[Any]):
    """Published calls, by whether everybody may hand in at a moment."""

    def taking(self, now: datetime) -> Self:
        return self.filter(Q(closes_at__gt=now) | Q(extended_to__gt=now), published_at__isnull=False, opens_at__lte=now)

    def to_take(self, now: datetime) -> Self:
        """Those that open later."""
        return self.filter(published_at__isnull=False, opens_at__gt=now)

    def taking_or_to_take(self, now: datetime) -> Self:
        return self.filter(Q(closes_at__gt=now) | Q(extended_to__gt=now), published_at__isnull=False)


class Call(BaseModel):
    """The call of a cohort. Times are moments; screens show them in Europe/London, to the minute."""

    cohort = models.OneToOneField(Cohort, on_delete=models.CASCADE, related_name="call")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    extended_to = models.DateTimeField(null=True, blank=True, help_text="For everybody.")
    late_code = models.CharField(max_length=12, blank=True, help_text="Lets those who have it apply after the end.")
    late_until = models.DateTimeField(null=True, blank=True)
    who_for = models.TextField(max_length=2_000, blank=True, help_text="For whom it is, in words.")
    takes_minutes = models.PositiveSmallIntegerField(default=60, help_text="How long applying takes, about.")
    you_need = models.TextField(max_length=2_000, blank=True)
    interviews = models.CharField(max_length=200, blank=True, help_text="When and where, in words; empty: none.")
    hear_by = models.DateField(null=True, blank=True, help_text="By when everybody has an answer.")
    wants_sponsor = models.BooleanField(default=True, help_text="A letter of support is asked of the employer.")
    published_at = models.DateTimeField(null=True, blank=True)
    reviews_each = models.PositiveSmallIntegerField(default=2)
    review_by = models.DateTimeField(null=True, blank=True)
    topic_question = models.ForeignKey(
        "Question", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="What reviewers are asked whether they know it: a question with choices.",
    )  # fmt: skip
    moderate_from = models.PositiveSmallIntegerField(
        default=2, help_text="Points by which reviewers differ on a question before it is moderated."
    )
    offer_days = models.PositiveSmallIntegerField(default=7, help_text="Days that people have to accept a place.")

    reserve_until = models.DateField(
        null=True, blank=True, help_text="When the reserve list ends and the team is asked to say so. Empty: the start."
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="call_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(reviews_each__range=(1, 6)), name="applications_are_read_1_to_6_times"),
        ]

    def __str__(self) -> str:
        return f"Call of {self.cohort}"

    @property
    def takes(self) -> str:
        """How long applying takes, in words: "about 45 minutes", "about 2 and a half hours"."""
        if self.takes_minutes < 90:
            return "about an hour" if self.takes_minutes == 60 else f"about {self.takes_minutes} minutes"
        halves = round(self.takes_minutes / 30)
        return f"about {halves // 2}{' and a half' if halves % 2 else ''} hours"


class CallVersion(BaseModel):
    """The questions as they stood when the call opened, or was changed since. Answers name their version."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    questions = models.JSONField(help_text="Sections and questions in order, whole.")

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "number"], name="call_numbers_its_versions"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class Section(BaseModel):
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="sections")
    title = models.CharField(max_length=150)
    intro = models.TextField(max_length=2_000, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title


class Question(BaseModel):
    """One question of a call. ``shown_if`` and ``shown_if_answer``: only after that answer to an earlier question."""

    class Kind(models.TextChoices):
        SHORT = "SHORT", "Short answer"
        LONG = "LONG", "Long answer"
        CHOICE = "CHOICE", "One of several"
        CHOICES = "CHOICES", "Any of several"
        NUMBER = "NUMBER", "Number"
        DATE = "DATE", "Date"
        FILE = "FILE", "File"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    text = models.CharField(max_length=300)
    help = models.TextField(max_length=2_000, blank=True)
    is_required = models.BooleanField(default=True)
    most_words = models.PositiveSmallIntegerField(null=True, blank=True)
    choices = models.JSONField(default=list, help_text="Words, in order.")
    least = models.IntegerField(null=True, blank=True)
    most = models.IntegerField(null=True, blank=True)
    is_assessed = models.BooleanField(default=False, help_text="Reviewers see and score the answer.")
    shown_if = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    shown_if_answer = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()
    is_retired = models.BooleanField(default=False, help_text="Answered once, and no longer asked.")

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text


class Extension(BaseModel):
    """More time for one person."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="extensions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    reason = models.CharField(max_length=300)
    given_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-until",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "user"], name="person_has_one_extension_of_a_call"),
        ]

    def __str__(self) -> str:
        return f"{self.user} until {self.until:%-d %B %Y %H:%M}"
