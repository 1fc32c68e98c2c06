"""Evaluation: questionnaires, when a cohort is asked, and what people answered. Results hide small groups elsewhere."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import Programme, User
from careers.models import Skill
from common.models import BaseModel
from fellowship.models.aims import Aim
from fellowship.models.cohorts import Cohort

HIGHEST = 5  # points of a scale, from 1


class Instrument(BaseModel):
    """A questionnaire of a programme. Asked again in each cohort, so that years can be compared."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="instruments")
    name = models.CharField(max_length=150)
    intro = models.TextField(max_length=2_000, blank=True)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ("is_retired", "name", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "name"], name="programme_has_a_questionnaire_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Item(BaseModel):
    """One statement or question. Once answered its words stay; a better one is a new item, and this one retires."""

    class Kind(models.TextChoices):
        SCALE = "SCALE", "A statement to agree or disagree with, 1 to 5"
        TEXT = "TEXT", "A question to answer in words"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="items")
    aim = models.CharField(max_length=9, choices=Aim.choices)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    text = models.CharField(max_length=300)
    is_reversed = models.BooleanField(default=False, help_text="Agreeing means less of the aim.")
    position = models.PositiveSmallIntegerField()
    is_retired = models.BooleanField(default=False, help_text="Answered once, and no longer asked.")

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text


class Wave(BaseModel):
    """One time at which a cohort is asked, from one day to another, both counted."""

    class Moment(models.TextChoices):
        BASELINE = "BASELINE", "Before the start"
        MIDDLE = "MIDDLE", "In the middle"
        END = "END", "At the end"
        SIX_MONTHS = "SIX_MONTHS", "Six months after"
        TWELVE_MONTHS = "TWELVE", "Twelve months after"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="waves")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="waves")
    opens_on = models.DateField()
    closes_on = models.DateField()
    asks_skills = models.BooleanField(default=True, help_text="The cohort's skills, by the levels of the catalogue.")
    asks_connections = models.BooleanField(default=True, help_text="Whom people know and have worked with.")

    class Meta:
        ordering = ("opens_on", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "moment"], name="cohort_is_asked_once_at_each_time"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="wave_closes_after_it_opens"),
        ]

    def __str__(self) -> str:
        return self.get_moment_display()


class CohortSkill(BaseModel):
    """A skill that this cohort is about, measured by the catalogue's levels."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("skill__name", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "skill"], name="cohort_measures_a_skill_once"),
        ]

    def __str__(self) -> str:
        return str(self.skill)


class Response(BaseModel):
    """One person's answers at one time. Of a person, since the first are given before anybody is enrolled."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="responses")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    handed_in_at = models.DateTimeField(null=True, blank=True)
    may_quote = models.BooleanField(default=False, help_text="What they wrote may be quoted without their name.")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["wave", "user"], name="person_answers_once_at_each_time"),
        ]

    def __str__(self) -> str:
        return f"{self.wave}: response {self.pk}"


class ItemAnswer(BaseModel):
    """Points as they were ticked, not turned round; or words."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="answers")
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(max_length=2_000, blank=True)
    is_quoted = models.BooleanField(default=False, help_text="Chosen by the team for reports.")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["response", "item"], name="item_is_answered_once"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__range=(1, HIGHEST)), name="points_are_on_the_scale"
            ),
        ]

    def __str__(self) -> str:
        return str(self.points or self.text)


class SkillAnswer(BaseModel):
    """A level from 0 (none yet) to 4."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="skill_answers")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["response", "skill"], name="skill_is_answered_once"),
            models.CheckConstraint(condition=Q(level__lte=4), name="level_of_a_skill_is_0_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {self.level}"


class Connection(BaseModel):
    """Somebody of the cohort whom the person who answers knows, or has worked with."""

    class Strength(models.TextChoices):
        KNOWS = "KNOWS", "I could ring them"
        WORKED = "WORKED", "We have worked on something together"

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="connections")
    to = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    strength = models.CharField(max_length=6, choices=Strength.choices)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["response", "to"], name="connection_is_named_once"),
        ]

    def __str__(self) -> str:
        return self.get_strength_display()


class OutsideConnection(BaseModel):
    """How many people of another organisation somebody could ring. Nobody outside is named."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="outside")
    organisation = models.CharField(max_length=150)
    people = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(people__range=(1, 500)), name="outside_people_are_1_to_500"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.people}"


class WaveReminder(BaseModel):
    """That somebody was told of a wave, and which time: 0 when it opened. What the letter is about."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="reminders")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["wave", "user", "number"], name="reminder_of_a_wave_is_sent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.wave}, {self.number}"
