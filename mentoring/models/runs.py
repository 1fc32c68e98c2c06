"""Runs: each is one calculation of a round, with its draft and the proof that nothing is better."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from common.models import BaseModel
from common.runs import LongRun
from mentoring.models.rounds import Round


class Run(LongRun):
    """One calculation of a round."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField(help_text="1, 2, … in its round.")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    cancel_asked = models.BooleanField(default=False)
    stage = models.CharField(max_length=20, blank=True)
    objective = models.CharField(max_length=10, choices=Round.Objective.choices)
    scores = models.CharField(max_length=5, choices=Round.Scores.choices)
    weights = models.JSONField(default=dict)
    floor = models.PositiveSmallIntegerField(default=0)
    mentees = models.PositiveIntegerField(default=0)
    mentors = models.PositiveIntegerField(default=0)
    possible = models.PositiveBigIntegerField(default=0)
    met = models.JSONField(
        default=list, help_text="How many have at least one mentor, two, three; live pairs included."
    )
    total = models.PositiveBigIntegerField(default=0)
    lowest = models.PositiveIntegerField(null=True, blank=True)
    best = models.PositiveIntegerField(default=100)
    bounds = models.JSONField(default=dict, help_text="By aim: its value and its bound. Equal: nothing is better.")
    loads = models.JSONField(default=list, help_text="By mentor: id, places, live, pinned, found.")
    inputs = models.CharField(max_length=64, blank=True, help_text="SHA-256 of all that the run read.")
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "number"], name="round_numbers_its_runs"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state__in=("QUEUED", "RUNNING")), name="round_has_one_run_at_a_time"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["leased_until"], name="run_to_take_up", condition=Q(state__in=("QUEUED", "RUNNING"))),
        ]

    def __str__(self) -> str:
        return f"Run {self.number}"


class RunPair(BaseModel):
    """A pair of a draft. The points of its reasons add up to ``points``."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="pairs")
    mentee = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    points = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: pinned though not scored.")
    is_pin = models.BooleanField(default=False)
    reasons = models.JSONField(default=list, help_text="Each: term, points, of, facts.")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "mentee", "mentor"], name="draft_has_a_pair_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mentee} and {self.mentor}"


class RunUnmet(BaseModel):
    """Somebody whom a draft leaves with fewer mentors than wanted, why, and what would change it."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="unmet")
    mentee = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    has = models.PositiveSmallIntegerField()
    wanted = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=20)
    facts = models.JSONField(default=dict, help_text="allowed, places, barred by rule, changes.")

    class Meta:
        ordering = ("has", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "mentee"], name="draft_leaves_somebody_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mentee}: {self.has} of {self.wanted}"
