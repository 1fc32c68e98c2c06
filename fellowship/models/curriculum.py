"""The year: what happens in it, which aims and themes it serves, and what makes up for a day that was missed."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from common.fields import WordSetField
from common.models import BaseModel
from events.models import Event
from fellowship.models.aims import Aim
from fellowship.models.cohorts import Cohort, MandatoryDay
from fellowship.models.fellows import Fellow


class Theme(BaseModel):
    """Something that fellows of a cohort want from their year, such as "Leading without authority"."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="themes")
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "name"], name="cohort_has_a_theme_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Activity(BaseModel):
    """One thing of the year: a session, whose time, place and attendance are its event's, or what runs all year."""

    class Kind(models.TextChoices):
        LECTURE = "LECTURE", "Lecture"
        WORKSHOP = "WORKSHOP", "Workshop"
        DAY = "DAY", "Mandatory day"
        SESSION = "SESSION", "Other session"
        PROJECT = "PROJECT", "Improvement project"
        SETS = "SETS", "Action learning sets"
        MENTORING = "MENTORING", "Mentoring"
        CONVERSATIONS = "CONVERSATIONS", "Single conversations with mentors"
        SHOWCASE = "SHOWCASE", "Showcase"
        OTHER = "OTHER", "Something else that runs all year"

    # At one time each; all other kinds go on through the year and have no event.
    SESSIONS: ClassVar = (Kind.LECTURE, Kind.WORKSHOP, Kind.DAY, Kind.SESSION)

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    title = models.CharField(max_length=150)
    purpose = models.CharField(max_length=500, blank=True, help_text="How it serves its aims.")
    aims = WordSetField(choices=Aim.choices)
    themes: "models.ManyToManyField[Theme, Any]" = models.ManyToManyField(Theme, blank=True, related_name="activities")
    event = models.OneToOneField(Event, null=True, blank=True, on_delete=models.PROTECT, related_name="activity")
    mandatory_day = models.OneToOneField(
        MandatoryDay, null=True, blank=True, on_delete=models.SET_NULL, related_name="activity"
    )
    is_mandatory = models.BooleanField(default=False)
    cpd_minutes = models.PositiveSmallIntegerField(default=0, help_text="What attending counts for.")

    class Meta:
        ordering = ("event__starts_at", "pk")
        verbose_name_plural = "activities"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(aims=""), name="activity_serves_an_aim"),
            models.CheckConstraint(
                condition=Q(event__isnull=False, kind__in=("LECTURE", "WORKSHOP", "DAY", "SESSION"))
                | Q(event__isnull=True, is_mandatory=False) & ~Q(kind__in=("LECTURE", "WORKSHOP", "DAY", "SESSION")),
                name="sessions_have_an_event_and_the_rest_none",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MakeUp(BaseModel):
    """What a fellow does instead of a session that they missed. Once accepted it counts as attended."""

    class State(models.TextChoices):
        SET = "SET", "To do"
        DONE = "DONE", "Handed in"
        ACCEPTED = "ACCEPTED", "Accepted"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="make_ups")
    fellow = models.ForeignKey(Fellow, on_delete=models.CASCADE, related_name="make_ups")
    state = models.CharField(max_length=8, choices=State.choices, default=State.SET)
    task = models.CharField(max_length=1_000)
    due_on = models.DateField()
    set_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField()
    text = models.TextField(max_length=3_000, blank=True, help_text="What the fellow did.")
    done_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=1_000, blank=True, help_text="What staff said about it.")
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["activity", "fellow"], name="session_is_made_up_for_once"),
            models.CheckConstraint(
                condition=~Q(state="ACCEPTED") | Q(accepted_at__isnull=False), name="make_up_says_when_it_was_accepted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.get_state_display()}"
