"""Job adverts that a person keeps: the text, what it asks for, and what they mean to write about each point."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, Q

from accounts.models import User
from careers.models import Level, Skill
from common.models import BaseModel
from planning.models.assessments import IDLE

LONGEST_TEXT = 100_000  # characters of an advert
LONGEST_CRITERION = 2_000
LONGEST_DRAFT = 10_000


class CriterionKind(models.TextChoices):
    ESSENTIAL = "ESSENTIAL", "Essential"
    DESIRABLE = "DESIRABLE", "Desirable"


class ContractKind(models.TextChoices):
    PERMANENT = "PERMANENT", "Permanent"
    FIXED_TERM = "FIXED_TERM", "Fixed term"
    SECONDMENT = "SECONDMENT", "Secondment"
    BANK = "BANK", "Bank"
    APPRENTICESHIP = "APPRENTICESHIP", "Apprenticeship"


class AdvertQuerySet(models.QuerySet[Any]):
    def of(self, user: User) -> Self:
        """The adverts of a person, the newest first."""
        return self.filter(user=user).order_by("-kept_at", "-pk")

    def counted(self) -> Self:
        """With ``points``, how many criteria each has, and ``written``, for how many of them there is a draft."""
        written = Count("criteria", filter=~Q(criteria__draft=""))
        return self.annotate(points=Count("criteria"), written=written)


class Advert(BaseModel):
    """An advert as it was pasted or read from a file. Empty facts were not stated."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="adverts")
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=LONGEST_TEXT)
    bands = models.CharField(max_length=40, blank=True, help_text="As written, joined by a comma: 8a, 8b.")
    hours = models.CharField(max_length=20, blank=True, help_text="A week, as written.")
    contract = models.CharField(max_length=14, choices=ContractKind.choices, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    word_limit = models.PositiveIntegerField(null=True, blank=True, help_text="Of the supporting statement.")
    goal = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    objects = AdvertQuerySet.as_manager()

    class Meta:
        ordering = ("-kept_at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-kept_at"], name="advert_of_a_person"),
        ]

    def __str__(self) -> str:
        return self.title


class TriedAdvertQuerySet(models.QuerySet[Any]):
    def awake(self, now: datetime) -> Self:
        """Those that still wait for their reader to sign in."""
        return self.filter(read_at__gt=now - IDLE)

    def forgotten(self, now: datetime) -> Self:
        """Those that are due to be deleted."""
        return self.filter(read_at__lte=now - IDLE)


class TriedAdvert(BaseModel):
    """The text of an advert that somebody signed out read, known to their session alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.TextField(max_length=LONGEST_TEXT)
    read_at = models.DateTimeField(db_index=True)

    objects = TriedAdvertQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Read at {self.read_at:%H:%M}"


class Criterion(BaseModel):
    """One thing an advert asks for. ``is_verbatim``: the words stand in the advert so; else the person wrote them."""

    advert = models.ForeignKey(Advert, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=CriterionKind.choices)
    text = models.TextField(max_length=LONGEST_CRITERION)
    is_verbatim = models.BooleanField()
    draft = models.TextField(max_length=LONGEST_DRAFT, blank=True, help_text="For the supporting statement.")

    class Meta:
        ordering = ("position", "pk")
        verbose_name_plural = "criteria"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["advert", "position"], name="advert_has_one_criterion_at_a_place"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """The text in one line."""
        return " ".join(self.text.split())


class CriterionSkill(BaseModel):
    """A skill that a criterion asks for, and the words that say so; without words, the person chose it."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="links")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["criterion", "skill"], name="criterion_asks_for_a_skill_once"),
        ]

    def __str__(self) -> str:
        return str(self.skill)
