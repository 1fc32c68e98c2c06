"""Who may apply, where others are sent, and how many went. Counts alone: nothing says who."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Programme
from careers.models import Learning
from common.models import BaseModel
from fellowship.models.calls import Call

# The pages of the portal that a signpost of a kind leads to where it names no single thing.
_PAGES = {
    "PROGRAMME": "fellowship:programme_list",
    "MENTORING": "mentoring:mentor_list",
    "EVENTS": "events:event_list",
    "SKILLS": "planning:assessment_start",
}


class EligibilityRule(BaseModel):
    """One question of the check before the form, and what an answer means."""

    class Subject(models.TextChoices):
        BACKGROUND = "BACKGROUND", "Background"
        BAND = "BAND", "Pay band"
        EMPLOYER = "EMPLOYER", "Kind of employer"
        REGION = "REGION", "Region"
        DATES = "DATES", "Can be there on the mandatory days"
        PROJECT = "PROJECT", "Currently leading or much involved in a digital project"
        SPONSOR = "SPONSOR", "The employer agrees"
        OTHER = "OTHER", "A question of its own, yes or no"

    class Otherwise(models.TextChoices):
        NO = "NO", "No"
        NOT_YET = "NOT_YET", "Not yet"

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="rules")
    subject = models.CharField(max_length=10, choices=Subject.choices)
    question = models.CharField(max_length=300)
    help = models.CharField(max_length=300, blank=True)
    accepted = models.JSONField(default=list, help_text="Answers that are fine; for yes or no: [“yes”].")
    otherwise = models.CharField(max_length=7, choices=Otherwise.choices)
    reason = models.CharField(max_length=500, help_text="Shown to those whose answer is not fine.")
    position = models.PositiveSmallIntegerField()
    is_retired = models.BooleanField(default=False, help_text="Answered once, and no longer asked.")

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.question


class SignpostQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Those that are shown: not retired, and to nothing that is gone. With all that an address needs."""
        there = Q(learning=None) | Q(learning__retired_at=None), Q(programme=None) | Q(programme__page__is_public=True)
        return self.filter(*there, is_retired=False).select_related("learning", "programme")


class Signpost(BaseModel):
    """Where people are sent for whom this is not, or not yet: a page of the portal, or of somebody else."""

    class Kind(models.TextChoices):
        LEARNING = "LEARNING", "Learning in the catalogue"
        PROGRAMME = "PROGRAMME", "Another programme or cohort"
        MENTORING = "MENTORING", "Mentoring"
        EVENTS = "EVENTS", "Events"
        SKILLS = "SKILLS", "Looking at one’s own skills"
        LINK = "LINK", "A page elsewhere"

    rule = models.ForeignKey(EligibilityRule, on_delete=models.CASCADE, related_name="signposts")
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.LINK)
    title = models.CharField(max_length=150)
    why = models.CharField(max_length=300, blank=True)
    learning = models.ForeignKey(
        Learning, null=True, blank=True, on_delete=models.CASCADE, related_name="+", help_text="None: all learning."
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.CASCADE, related_name="+", help_text="None: all programmes."
    )
    address = models.CharField(max_length=500, blank=True, help_text="Of a page elsewhere; of others it is known.")
    position = models.PositiveSmallIntegerField()
    is_retired = models.BooleanField(default=False, help_text="Shown once, and no longer: its counts are kept.")

    objects = SignpostQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(kind="LINK") | ~Q(address=""), name="link_elsewhere_has_an_address"),
        ]

    def __str__(self) -> str:
        return self.title

    def goes_to(self) -> str:
        """The address that it leads to."""
        match self.kind:
            case self.Kind.LEARNING:
                return self.learning.get_absolute_url() if self.learning else reverse("careers:learning_list")
            case self.Kind.PROGRAMME if self.programme:
                return reverse("fellowship:programme", args=[self.programme.slug])
            case self.Kind.LINK:
                return self.address
        return reverse(_PAGES[self.kind])


class SignpostCount(BaseModel):
    """How many were shown a signpost on a day, and how many went on."""

    signpost = models.ForeignKey(Signpost, on_delete=models.CASCADE, related_name="counts")
    on = models.DateField()
    shown = models.PositiveIntegerField(default=0)
    followed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("on",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["signpost", "on"], name="signpost_is_counted_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.shown}"


class ElsewhereCount(BaseModel):
    """How many applicants without a place were shown on a day what the house found for them, and how many went on."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="elsewhere")
    kind = models.CharField(max_length=9, choices=Signpost.Kind.choices)
    on = models.DateField()
    shown = models.PositiveIntegerField(default=0)
    followed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("on",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "kind", "on"], name="elsewhere_is_counted_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on}: {self.shown}"


class CampaignCount(BaseModel):
    """What came of a campaign link (``?via=…``) on a day: visits to the start page, checks by result."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="campaigns")
    via = models.SlugField(max_length=60, blank=True, help_text="Empty: no campaign.")
    on = models.DateField()
    visits = models.PositiveIntegerField(default=0)
    yes = models.PositiveIntegerField(default=0)
    not_yet = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("on", "via")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "via", "on"], name="campaign_is_counted_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.via or 'no campaign'}, {self.on}"
