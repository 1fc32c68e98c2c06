"""Rounds of matching: who takes part, by which rules, and what an admin has fixed or forbidden."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import Programme, User
from common.models import BaseModel


class Round(BaseModel):
    """One matching of a programme: people come in, runs make drafts, one of them is published."""

    class State(models.TextChoices):
        OPEN = "OPEN", "Being prepared"
        PUBLISHED = "PUBLISHED", "Published"
        CLOSED = "CLOSED", "Closed"

    class Objective(models.TextChoices):
        FAIR = "FAIR", "Fair: nobody gets a poor match so that others gain a little"
        BEST_TOTAL = "BEST_TOTAL", "Best total: the highest sum of points"

    class Scores(models.TextChoices):
        OWN = "OWN", "Points from what people said"
        GIVEN = "GIVEN", "Scores from a file"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rounds")
    name = models.CharField(max_length=150)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    welcome = models.TextField(max_length=2000, blank=True, help_text="What people who may join are told.")
    join_until = models.DateTimeField(null=True, blank=True, help_text="Until when anybody may join; empty: nobody.")
    objective = models.CharField(max_length=10, choices=Objective.choices, default=Objective.FAIR)
    scores = models.CharField(max_length=5, choices=Scores.choices, default=Scores.OWN)
    weights = models.JSONField(default=dict, help_text="By term; see mentoring.engine.Weights. Empty: its defaults.")
    floor = models.PositiveSmallIntegerField(default=0, help_text="No match below so many points.")
    other_organisation = models.BooleanField(default=True, help_text="Nobody is matched inside their organisation.")
    most_wanted = models.PositiveSmallIntegerField(default=3, help_text="Mentors for one person, at most.")
    most_places = models.PositiveSmallIntegerField(null=True, blank=True, help_text="People for one mentor, at most.")
    answer_days = models.PositiveSmallIntegerField(default=7, help_text="Working days that a mentor has to answer.")
    letter_note = models.TextField(max_length=1000, blank=True, help_text="The team’s words in each letter to mentors.")
    published_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "name"], name="programme_has_a_round_of_a_name_once"),
            models.CheckConstraint(condition=Q(most_wanted__range=(1, 3)), name="round_gives_1_to_3_mentors"),
            models.CheckConstraint(condition=Q(answer_days__range=(1, 30)), name="mentors_have_1_to_30_days"),
        ]

    def __str__(self) -> str:
        return self.name


class Participant(BaseModel):
    """Somebody on one side of a round."""

    class Side(models.TextChoices):
        MENTOR = "MENTOR", "Mentor"
        MENTEE = "MENTEE", "Mentee"

    class State(models.TextChoices):
        IN = "IN", "Takes part"
        EXCLUDED = "EXCLUDED", "Left out by the team"
        LEFT = "LEFT", "Left"

    class Source(models.TextChoices):
        JOINED = "JOINED", "Joined"
        FILE = "FILE", "From a file"
        ADDED = "ADDED", "Added by the team"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mentoring_rounds")
    side = models.CharField(max_length=6, choices=Side.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.IN)
    reason = models.CharField(max_length=300, blank=True, help_text="Why they were left out.")
    source = models.CharField(max_length=6, choices=Source.choices)
    waiting_since = models.DateTimeField(help_text="Of a mentee: since when they have waited, earlier rounds included.")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "user", "side"], name="person_is_on_a_side_of_a_round_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["round", "side", "state"], name="participants_of_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_side_display()}"


class Bond(BaseModel):
    """Two people whom an admin of a round put together or kept apart."""

    class Kind(models.TextChoices):
        PIN = "PIN", "Put together"
        FORBID = "FORBID", "Keep apart"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="bonds")
    mentee = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "mentee", "mentor"], name="round_says_one_thing_of_two_people"),
            models.CheckConstraint(condition=~Q(mentee=F("mentor")), name="bond_is_between_two_people"),
            models.CheckConstraint(condition=Q(kind="PIN") | ~Q(reason=""), name="keeping_apart_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.mentee} and {self.mentor}: {self.get_kind_display()}"


class GivenScore(BaseModel):
    """A score that came from a file, for rounds that do not use our points."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="given_scores")
    mentee = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "mentee", "mentor"], name="round_scores_two_people_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mentee} and {self.mentor}: {self.score}"
