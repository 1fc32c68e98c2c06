"""The end of a year and what comes after: the showcase, the directory of alumni, and what they are asked."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from common.models import BaseModel
from events.models import Event
from fellowship.models.cohorts import Cohort
from fellowship.models.fellows import Fellow


class Showcase(BaseModel):
    """The public page of a cohort's projects, and the event where they are shown."""

    cohort = models.OneToOneField(Cohort, on_delete=models.CASCADE, related_name="showcase")
    title = models.CharField(max_length=150)
    intro = models.TextField(max_length=5_000, blank=True)
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class AlumniEntry(BaseModel):
    """What somebody who finished lets fellows and alumni of the programme read. There is none without consent."""

    fellow = models.OneToOneField(Fellow, on_delete=models.CASCADE, related_name="alumni_entry")
    job = models.CharField(max_length=200, help_text="What they do now.")
    ask_me = models.TextField(max_length=1_000, blank=True, help_text="What they are glad to be asked about.")
    shows_email = models.BooleanField(default=False)
    consented_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.fellow)


class MentorInvitation(BaseModel):
    """An invitation to become a mentor, to somebody who finished."""

    fellow = models.ForeignKey(Fellow, on_delete=models.CASCADE, related_name="mentor_invitations")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.fellow}, asked on {self.asked_at:%-d %B %Y}"


class AlumniSurvey(BaseModel):
    """What somebody who finished was asked in a year, and what they answered."""

    class Runs(models.TextChoices):
        BIGGER = "BIGGER", "Yes, and it has grown"
        YES = "YES", "Yes, as it was"
        SMALLER = "SMALLER", "In part"
        NO = "NO", "No"

    class Works(models.TextChoices):
        MORE = "MORE", "Yes, more than before the fellowship"
        YES = "YES", "Yes, about as before"
        NO = "NO", "No"

    fellow = models.ForeignKey(Fellow, on_delete=models.CASCADE, related_name="surveys")
    year = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    project_runs = models.CharField(max_length=7, choices=Runs.choices, blank=True)
    works_in_digital = models.CharField(max_length=4, choices=Works.choices, blank=True)
    new_job = models.CharField(max_length=200, blank=True)
    words = models.TextField(max_length=2_000, blank=True, help_text="What has the fellowship led to?")
    may_quote = models.BooleanField(default=False)

    class Meta:
        ordering = ("-year", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["fellow", "year"], name="person_is_surveyed_once_a_year"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(project_runs="") & ~Q(works_in_digital=""),
                name="answered_survey_has_answers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fellow}, {self.year}"
