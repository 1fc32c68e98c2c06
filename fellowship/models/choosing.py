"""Reading, scoring, interviews, decisions and offers."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from common.models import BaseModel
from fellowship.models.applications import Application
from fellowship.models.calls import Call, Question
from fellowship.models.cohorts import Cohort
from fellowship.models.moves import ApplicationState


class RubricItem(BaseModel):
    """What is scored, and what each score looks like. ``question``: the answer it is about; none: the whole."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="rubric")
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    for_interview = models.BooleanField(default=False)
    title = models.CharField(max_length=200)
    guide = models.TextField(max_length=3_000, blank=True)
    most = models.PositiveSmallIntegerField(default=5)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("for_interview", "position", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(most__range=(1, 20)), name="rubric_goes_to_1_to_20"),
        ]

    def __str__(self) -> str:
        return self.title


class Conflict(BaseModel):
    """Why somebody may not read an application: declared by themselves, or computed."""

    class Why(models.TextChoices):
        DECLARED = "DECLARED", "Declared"
        EMPLOYER = "EMPLOYER", "Same employer"
        MANAGER = "MANAGER", "Line manager"
        SPONSOR = "SPONSOR", "Sponsor"
        NAMED = "NAMED", "Named in the application"
        SELF = "SELF", "The same person"
        APPLIED = "APPLIED", "Applied to the same call"
        TOLD = "TOLD", "Among those the reviewer told us of"

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="conflicts")
    reviewer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=8, choices=Why.choices)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="conflict_is_kept_once"),
        ]

    def __str__(self) -> str:
        return self.get_why_display()


class Review(BaseModel):
    """One reviewer's reading of one application, blind. ``reviewer`` None: who left; what they gave stays."""

    class State(models.TextChoices):
        ASSIGNED = "ASSIGNED", "Assigned"
        STARTED = "STARTED", "Started"
        DONE = "DONE", "Done"
        RETURNED = "RETURNED", "Returned"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="reviews")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASSIGNED)
    assigned_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(max_length=3_000, blank=True, help_text="For the panel; feedback is written apart.")
    returned_why = models.CharField(max_length=300, blank=True)
    named_what = models.CharField(max_length=300, blank=True, help_text="What tells whose application it is.")
    named_at = models.DateTimeField(null=True, blank=True)
    named_settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="reviewer_reads_an_application_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["reviewer", "state"], name="reviews_of_a_reviewer"),
        ]

    def __str__(self) -> str:
        return f"Review {self.pk}"

    @property
    def reader(self) -> str:
        """Who reads it, as teams see it."""
        return str(self.reviewer) if self.reviewer is not None else "Reader who left"


class ReviewScore(BaseModel):
    """Points for one thing. ``moderated``: what was agreed after talking, kept beside what was given first."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    item = models.ForeignKey(RubricItem, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()
    moderated = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(max_length=2_000, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["review", "item"], name="review_scores_a_thing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.points}"


class Panel(BaseModel):
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="panels")
    name = models.CharField(max_length=100)
    place = models.CharField(max_length=300, blank=True, help_text="A room or a link, for those who are invited.")

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class PanelMember(BaseModel):
    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["panel", "user"], name="person_is_on_a_panel_once"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class InterviewSlot(BaseModel):
    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ("starts_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["panel", "starts_at"], name="panel_has_a_slot_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%-d %B %Y %H:%M}"


class Interview(BaseModel):
    """An application's interview. ``slot`` is None until the candidate chose one; a slot is one person's."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="interview")
    slot = models.OneToOneField(
        InterviewSlot, null=True, blank=True, on_delete=models.SET_NULL, related_name="interview"
    )
    sequence = models.PositiveIntegerField(default=0, help_text="Of the calendar entry.")

    def __str__(self) -> str:
        return f"Interview of {self.application}"


class InterviewScore(BaseModel):
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="scores")
    member = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(RubricItem, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()
    comment = models.TextField(max_length=2_000, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["interview", "member", "item"], name="panellist_scores_a_thing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.points}"


class Decision(BaseModel):
    """What was decided and nobody outside has been told yet; released together with others."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=18, choices=ApplicationState.choices)
    reason_code = models.CharField(max_length=20, blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True, help_text="On the reserve list.")
    feedback = models.TextField(max_length=3_000, blank=True, help_text="The applicant reads it once it is released.")
    letter_subject = models.CharField(max_length=300, blank=True)
    letter_text = models.TextField(max_length=10_000, blank=True, help_text="Empty: the letter as it always is.")
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(help_text="When it was last changed.")
    released_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.application}: {self.get_outcome_display()}"


class Offer(BaseModel):
    """A place offered. Offers out and accepted are never more than the places of the cohort."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="offers")
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Declined, expired or withdrawn.")

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_at__isnull=True, ended_at__isnull=True),
                name="application_has_one_offer_out",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["expires_at"], name="offer_out", condition=Q(answered_at__isnull=True, ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"Offer of {self.offered_at:%-d %B %Y}"


class Deferral(BaseModel):
    """A place put off to a later cohort. ``cohort`` is None while it is not known which."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="deferral")
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.SET_NULL, related_name="deferrals")
    reason = models.CharField(max_length=500, blank=True)
    deferred_at = models.DateTimeField()
    taken_up = models.OneToOneField(
        Application, null=True, blank=True, on_delete=models.SET_NULL, related_name="deferred_from"
    )

    class Meta:
        ordering = ("deferred_at", "pk")

    def __str__(self) -> str:
        return f"{self.application} to {self.cohort or 'a later cohort'}"
