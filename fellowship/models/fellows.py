"""Fellows: those who were enrolled, and what has to be ready before they start."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from accounts.models import User
from common.models import BaseModel
from fellowship.models.applications import Application
from fellowship.models.cohorts import Cohort, MandatoryDay
from fellowship.models.moves import FellowState


class Fellow(BaseModel):
    """One person's year. Being at risk is computed from what happens, never kept here."""

    State = FellowState

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="fellows")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="fellowships")
    application = models.OneToOneField(
        Application, null=True, blank=True, on_delete=models.SET_NULL, related_name="fellow"
    )
    state = models.CharField(max_length=9, choices=FellowState.choices, default=FellowState.ACTIVE)
    adviser = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="advises")
    share_of_time = models.DecimalField(
        max_digits=3, decimal_places=2, default=1, help_text="1: full time. Slower clocks for those who work part time."
    )
    enrolled_at = models.DateTimeField()
    place_is_free = models.BooleanField(
        default=False, help_text="They left before the cohort started, so their place goes to somebody else."
    )

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "user"], name="person_is_a_fellow_of_a_cohort_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["cohort", "state"], name="fellows_of_a_cohort"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class FellowMove(BaseModel):
    """The record of one move. Never changed."""

    fellow = models.ForeignKey(Fellow, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(max_length=9, choices=FellowState.choices)
    after = models.CharField(max_length=9, choices=FellowState.choices)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"


class OnboardingItem(BaseModel):
    """One thing that must be ready before a person starts."""

    class Kind(models.TextChoices):
        SPONSOR = "SPONSOR", "The employer’s support"
        TIME = "TIME", "Protected time"
        CONSENT = "CONSENT", "Consent"
        BASELINE = "BASELINE", "The first questionnaire"
        DAYS = "DAYS", "The mandatory days"

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="onboarding")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "kind"], name="thing_to_do_before_the_start_once"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class DayClash(BaseModel):
    """A mandatory day on which somebody who is getting ready to start cannot be there, as they say."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="day_clashes")
    day = models.ForeignKey(MandatoryDay, on_delete=models.CASCADE, related_name="clashes")

    class Meta:
        ordering = ("day__on", "pk")
        verbose_name_plural = "day clashes"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "day"], name="day_clashes_once"),
        ]

    def __str__(self) -> str:
        return str(self.day)


class Leave(BaseModel):
    """Days on which a fellow is away and no clock runs, both counted. Why is nobody's business here."""

    fellow = models.ForeignKey(Fellow, on_delete=models.CASCADE, related_name="leaves")
    first = models.DateField()
    last = models.DateField()
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("first", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="leave_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.first:%-d %B %Y} to {self.last:%-d %B %Y}"


class SupportCheck(BaseModel):
    """During the year: does the fellow get the time that was agreed, and does the employer still stand behind it?

    Two people answer, each for themselves. The sponsor’s link works once; its secret is kept as a hash.
    """

    class Time(models.TextChoices):
        ALL = "ALL", "Yes, all of it"
        SOME = "SOME", "Some of it"
        NONE = "NONE", "None of it"

    class Sponsor(models.TextChoices):
        NOT_ASKED = "NOT_ASKED", "Not asked"
        ASKED = "ASKED", "Asked"
        CONFIRMED = "CONFIRMED", "Still supports it"
        REFUSED = "REFUSED", "No longer supports it"
        WRONG_PERSON = "WRONG_PERSON", "Not the right person any more"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    fellow = models.ForeignKey(Fellow, on_delete=models.CASCADE, related_name="support_checks")
    number = models.PositiveSmallIntegerField(help_text="The first, second or third of the year.")
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    time = models.CharField(max_length=4, choices=Time.choices, blank=True, help_text="Empty: not answered.")
    time_text = models.CharField(max_length=1_000, blank=True)
    time_answered_at = models.DateTimeField(null=True, blank=True)
    sponsor = models.CharField(max_length=12, choices=Sponsor.choices, default=Sponsor.NOT_ASKED)
    sponsor_name = models.CharField(max_length=150, blank=True)
    sponsor_email = models.EmailField(blank=True)
    sponsors_named = models.PositiveSmallIntegerField(default=0, help_text="How often the fellow named somebody.")
    sponsor_text = models.CharField(max_length=1_000, blank=True)
    sponsor_answered_at = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["fellow", "number"], name="fellow_is_asked_about_support_once_a_time"),
        ]

    def __str__(self) -> str:
        return f"Check {self.number}"


def check_token(check: SupportCheck) -> str:
    """The secret of a sponsor's link: made anew whenever it is written into a letter, and stored nowhere."""
    said = f"{check.uuid}:{check.sponsor_email}:{check.asked_at.isoformat()}"
    return salted_hmac("fellowship.support_check", said, algorithm="sha256").hexdigest()[:40]
