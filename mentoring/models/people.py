"""What mentors offer, and what people who look for one wish for. Where they work is in their profile (accounts)."""

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from accounts.models import User
from careers.models import Level, Skill
from common.fields import WordSetField
from common.models import BaseModel
from common.vocabulary import SkillLevel

MOST_PLACES = 20
MOST_WANTED = 3  # mentors that a person may wish for at once


class Format(models.TextChoices):
    ONGOING = "ONGOING", "Meeting regularly over some months"
    ONE_OFF = "ONE_OFF", "Single conversations"


class HalfDay(models.TextChoices):
    """When meeting would suit. The grid of a week: MON_AM is Monday morning."""

    MON_AM = "MON_AM", "Monday morning"
    MON_PM = "MON_PM", "Monday afternoon"
    MON_EVE = "MON_EVE", "Monday evening"
    TUE_AM = "TUE_AM", "Tuesday morning"
    TUE_PM = "TUE_PM", "Tuesday afternoon"
    TUE_EVE = "TUE_EVE", "Tuesday evening"
    WED_AM = "WED_AM", "Wednesday morning"
    WED_PM = "WED_PM", "Wednesday afternoon"
    WED_EVE = "WED_EVE", "Wednesday evening"
    THU_AM = "THU_AM", "Thursday morning"
    THU_PM = "THU_PM", "Thursday afternoon"
    THU_EVE = "THU_EVE", "Thursday evening"
    FRI_AM = "FRI_AM", "Friday morning"
    FRI_PM = "FRI_PM", "Friday afternoon"
    FRI_EVE = "FRI_EVE", "Friday evening"
    SAT_AM = "SAT_AM", "Saturday morning"
    SAT_PM = "SAT_PM", "Saturday afternoon"
    SAT_EVE = "SAT_EVE", "Saturday evening"
    SUN_AM = "SUN_AM", "Sunday morning"
    SUN_PM = "SUN_PM", "Sunday afternoon"
    SUN_EVE = "SUN_EVE", "Sunday evening"


class TakesPart(BaseModel):
    """What mentors and mentees have in common."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    formats = WordSetField(choices=Format.choices, help_text="Empty: any.")
    other_organisation = models.BooleanField(default=False, help_text="Asks for somebody from elsewhere.")
    remote = models.BooleanField(default=True, help_text="Is fine with meeting from afar.")
    times = WordSetField(choices=HalfDay.choices, help_text="Half-days that suit.")
    languages = WordSetField(help_text="Besides English.")
    experiences = WordSetField(help_text="Shared experiences that they chose to name, to be matched on.")

    class Meta:
        abstract = True

    @property
    def formats_in_words(self) -> list[str]:
        """How they would like to meet; all formats where they did not say."""
        return [str(one.label) for one in Format if not self.formats or one.value in self.formats]

    @property
    def times_in_words(self) -> list[str]:
        """The half-days that suit, by day: "Monday morning, evening"."""
        days: dict[str, list[str]] = {}
        for half_day in HalfDay:
            if half_day.value in self.times:
                day, part = str(half_day.label).split()
                days.setdefault(day, []).append(part)
        return [f"{day} {', '.join(parts)}" for day, parts in days.items()]


class MentorQuerySet(models.QuerySet[Any]):
    def listed(self, today: date) -> Self:
        """Mentors whom people who are signed in may see and ask: not paused, account open."""
        return self.available(today).filter(is_listed=True)

    def available(self, today: date) -> Self:
        """Not paused on that day, account open."""
        return self.filter(user__is_active=True).filter(Q(paused_until=None) | Q(paused_until__lt=today))


class Mentor(TakesPart):
    """What a mentor offers. Who has this row is a mentor."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="mentor")
    level = models.ForeignKey(
        Level, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="The job held now."
    )
    helps_with = models.TextField(max_length=2000, blank=True, help_text="In their own words.")
    places = models.PositiveSmallIntegerField(default=1, help_text="People at the same time, those there included.")
    hours_a_month = models.PositiveSmallIntegerField(default=1)
    meeting_link = models.URLField(max_length=500, blank=True, help_text="Only those they mentor see it.")
    training = models.CharField(max_length=200, blank=True, help_text="Mentor training done, in their own words.")
    trained_on = models.DateField(null=True, blank=True)
    is_listed = models.BooleanField(default=True, help_text="Shown in the directory of mentors.")
    paused_until = models.DateField(null=True, blank=True, help_text="The last day of the pause.")

    objects = MentorQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(places__lte=MOST_PLACES), name="mentor_has_a_few_places"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class MentorRole(BaseModel):
    """A job that a mentor held before."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="earlier_roles")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mentor", "level"], name="mentor_held_a_job_once"),
        ]

    def __str__(self) -> str:
        return str(self.level)


class MentorSkill(BaseModel):
    """A skill that a mentor will help with, and up to which level."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=SkillLevel.choices)

    class Meta:
        ordering = ("-level", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mentor", "skill"], name="mentor_teaches_a_skill_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="mentor_teaches_to_a_level"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["skill", "level"], name="mentors_of_a_skill"),
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {self.get_level_display()}"


class Mentee(TakesPart):
    """What somebody wishes for who looks for a mentor."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="mentee")
    goal = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hopes = models.TextField(max_length=2000, blank=True, help_text="What they hope for. Their mentors read it.")
    wanted = models.PositiveSmallIntegerField(default=1, help_text="Mentors in all, those there included.")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(wanted__range=(1, MOST_WANTED)), name="mentee_wants_1_to_3_mentors"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class MenteeGapQuerySet(models.QuerySet[Any]):
    """The gaps of many."""

    def counted(self) -> Any:
        """With ``counts_from``: the level now, and 0 where it is not known, as planning.gap counts it."""
        return self.annotate(counts_from=Coalesce("have", 0))


class MenteeGap(BaseModel):
    """A skill to work on: from one level (0 is none yet, null is not known) to a higher one."""

    mentee = models.ForeignKey(Mentee, on_delete=models.CASCADE, related_name="gaps")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    have = models.PositiveSmallIntegerField(choices=[(0, "None yet"), *SkillLevel.choices], null=True, blank=True)
    target = models.PositiveSmallIntegerField(choices=SkillLevel.choices)

    objects = MenteeGapQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mentee", "skill"], name="mentee_works_on_a_skill_once"),
            models.CheckConstraint(
                condition=Q(have__lt=models.F("target"), target__lte=4), name="gap_leads_to_a_higher_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {'not known' if self.have is None else self.have} to {self.target}"


class Preference(BaseModel):
    """Whom somebody would like as a mentor, in order, or not at all. Nobody else sees it, the mentor least of all."""

    class Kind(models.TextChoices):
        SHORTLIST = "SHORTLIST", "On the shortlist"
        VETO = "VETO", "Not this person, please"

    mentee = models.ForeignKey(Mentee, on_delete=models.CASCADE, related_name="preferences")
    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(default=0, help_text="On the shortlist, the most wanted first.")

    class Meta:
        ordering = ("position", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mentee", "mentor"], name="mentee_says_one_thing_of_a_mentor"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.mentor}"
