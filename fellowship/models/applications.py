"""Applications. Who applied, what they answered, and the equality answers are three tables with three permissions."""

import uuid
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from accounts.models import User
from common.models import BaseModel
from fellowship.models.calls import Call, Question
from fellowship.models.eligibility import EligibilityRule
from fellowship.models.moves import HOLDING_A_PLACE, ApplicationState


def holds_a_place(at: str = "") -> Q:
    """Applications that take a place of their cohort: not those of fellows who left before it started. ``at``: the way
    to the application, such as "call__applications__"."""
    keeps_it = Q(**{f"{at}fellow__isnull": True}) | Q(**{f"{at}fellow__place_is_free": False})
    return Q(**{f"{at}state__in": HOLDING_A_PLACE}) & keeps_it


class ApplicationQuerySet(models.QuerySet[Any]):
    def submitted(self) -> Self:
        """All that were handed in, whatever became of them."""
        return self.exclude(submitted_at=None)

    def holding_a_place(self) -> Self:
        return self.filter(holds_a_place())


class Application(BaseModel):
    """One person's application to one call. The details of work are as they were when it was handed in."""

    State = ApplicationState

    class Nominated(models.TextChoices):
        MYSELF = "MYSELF", "I decided to apply myself"
        ENCOURAGED = "ENCOURAGED", "Somebody encouraged me"
        SENT = "SENT", "My employer asked me to apply"

    class Language(models.TextChoices):
        ENGLISH = "ENGLISH", "English"
        WELSH = "WELSH", "Welsh"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True, help_text="Said on the telephone: no look-alikes.")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="applications")
    state = models.CharField(max_length=18, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    version = models.PositiveSmallIntegerField(default=1, help_text="Of the call’s questions.")
    via = models.SlugField(max_length=60, blank=True, help_text="The campaign that they came by.")
    eligibility = models.JSONField(default=dict, help_text="What they answered in the check before the form.")
    name = models.CharField(max_length=150, blank=True)
    job_title = models.CharField(max_length=150, blank=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    band = models.CharField(max_length=5, blank=True)
    profession = models.CharField(max_length=40, blank=True)
    background = models.CharField(max_length=20, blank=True)
    region = models.CharField(max_length=30, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    nominated = models.CharField(max_length=10, choices=Nominated.choices, blank=True)
    why = models.TextField(max_length=3_000, blank=True, help_text="Why they want it, in their own words.")
    adjustments = models.TextField(max_length=1_000, blank=True, help_text="For an interview.")
    language = models.CharField(
        max_length=7, choices=Language.choices, default=Language.ENGLISH, help_text="Of the answers."
    )
    declared_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    unmet = models.ForeignKey(
        EligibilityRule, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="The rule for which it was found not eligible: its signposts are shown.",
    )  # fmt: skip
    reserve_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    mean_score = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    spread = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The most by which readers differ on one thing, before moderation."
    )
    feedback = models.TextField(max_length=3_000, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("-submitted_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["call", "user"], condition=~Q(state="WITHDRAWN"), name="person_applies_once_to_a_call"
            ),
            models.UniqueConstraint(
                fields=["call", "reserve_rank"],
                condition=Q(state="RESERVE", reserve_rank__isnull=False),
                name="reserve_list_has_a_rank_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("DRAFT", "WITHDRAWN")) | Q(submitted_at__isnull=False),
                name="application_says_when_it_was_handed_in",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["call", "state", "-id"], name="application_of_a_call"),
            models.Index(fields=["call", "-mean_score", "id"], name="application_by_score"),
        ]

    def __str__(self) -> str:
        return self.reference


class ApplicationMove(BaseModel):
    """The record of one move. Never changed."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(max_length=18, choices=ApplicationState.choices)
    after = models.CharField(max_length=18, choices=ApplicationState.choices)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_undo = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(is_undo=False) | ~Q(reason=""), name="undoing_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"


class Answer(BaseModel):
    """One answer. ``text`` for words and choices (joined by line breaks), ``file`` for uploads."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    file = models.BinaryField(null=True, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_type = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "question"], name="question_is_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.question}"


class Equality(BaseModel):
    """Equality answers, apart from everything: no name, no reference on any screen; only counts are ever shown."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="equality")
    answers = models.JSONField(default=dict)

    def __str__(self) -> str:
        return "Equality answers"


class InformationRequest(BaseModel):
    """Staff ask for more: the named questions alone open again; old and new answers are kept."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="information_requests")
    questions: "models.ManyToManyField[Question, Any]" = models.ManyToManyField(Question, related_name="+", blank=True)
    about_you = models.JSONField(default=list, help_text="Names of the details about the person that open again.")
    text = models.TextField(max_length=2_000)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(default=dict, help_text="What it said when it was asked, by question or detail.")
    after = models.JSONField(default=dict, help_text="What it said once that was answered, likewise.")

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"Request of {self.asked_at:%-d %B %Y}"


class SupportLetter(BaseModel):
    """The employer's word, asked by a single-use link and given by POST. ``token`` is kept as a hash."""

    class State(models.TextChoices):
        ASKED = "ASKED", "Asked"
        CONFIRMED = "CONFIRMED", "Confirmed"
        REFUSED = "REFUSED", "Refused"
        WRONG_PERSON = "WRONG_PERSON", "Not the right person"
        REPLACED = "REPLACED", "Somebody else was asked"

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="support_letters")
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASKED)
    name = models.CharField(max_length=150)
    email = models.EmailField()
    job_title = models.CharField(max_length=150, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    protected_time = models.BooleanField(null=True, blank=True)
    text = models.TextField(max_length=3_000, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state="ASKED"), name="one_sponsor_is_asked_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_state_display()}"


def support_token(application: uuid.UUID, email: str, asked_at: datetime) -> str:
    """The secret of a sponsor's link, 160 bits: made anew whenever it is written into a letter, and stored nowhere."""
    said = f"{application}:{email}:{asked_at.isoformat()}"
    return salted_hmac("fellowship.support", said, algorithm="sha256").hexdigest()[:40]


def support_digest(token: str) -> str:
    """How a secret is found again: what a copy of the database cannot open."""
    return sha256(token.encode()).hexdigest()
