"""Editions of the framework, what changed between them, and corrections made here."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from common.models import BaseModel


class Framework(models.TextChoices):
    """Where a part of the catalogue comes from."""

    OFFICIAL = "OFFICIAL", "Government Digital and Data Profession Capability Framework"
    NHS = "NHS", "NHS roles added by this project"


class Edition(BaseModel):
    """One published state of a framework. One edition per framework is current."""

    framework = models.CharField(max_length=10, choices=Framework.choices)
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=120, unique=True)
    date = models.DateField("published in", help_text="The first day of the month the edition is dated.")
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=200)
    attribution = models.TextField(blank=True, help_text="The line that the licence asks us to show.")
    loaded_at = models.DateTimeField()
    is_current = models.BooleanField(default=False)
    has_official_text = models.BooleanField(default=False)

    class Meta:
        ordering = ("-date", "-loaded_at")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["framework", "name"], name="edition_name_is_unique_in_its_framework"),
            models.UniqueConstraint(
                fields=["framework"], condition=models.Q(is_current=True), name="framework_has_one_current_edition"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_framework_display()}, {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("careers:edition_changes", args=[self.slug])


class Change(BaseModel):
    """One difference that an edition brought, in words that stay true when rows are renamed later."""

    class Kind(models.TextChoices):
        ADDED = "ADDED", "Added"
        RENAMED = "RENAMED", "Renamed"
        RETIRED = "RETIRED", "Retired"
        RESTORED = "RESTORED", "Brought back"
        RAISED = "RAISED", "Asks for more"
        LOWERED = "LOWERED", "Asks for less"
        NEEDED = "NEEDED", "Newly needs a skill"
        DROPPED = "DROPPED", "No longer needs a skill"
        MOVED = "MOVED", "Moved"

    class Subject(models.TextChoices):
        FAMILY = "FAMILY", "Family"
        ROLE = "ROLE", "Role"
        LEVEL = "LEVEL", "Level"
        SKILL = "SKILL", "Skill"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=10, choices=Subject.choices)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, blank=True, help_text="Of the role or skill page that shows it now.")
    skill_name = models.CharField(max_length=200, blank=True)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("subject", "kind", "name", "skill_name", "pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"


class Snapshot(BaseModel):
    """The facts of an edition as open data, frozen when the next edition replaced it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="snapshots")
    dataset = models.CharField(max_length=40)
    csv = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "dataset"], name="edition_has_one_snapshot_of_a_dataset"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.dataset}"


class Correction(BaseModel):
    """One field of the catalogue corrected by staff. Loading the shipped catalogue again leaves that field alone."""

    model = models.CharField(max_length=40, help_text="The kind of row, such as skill.")
    object_id = models.PositiveBigIntegerField()
    object_name = models.CharField(max_length=300)
    field = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["model", "object_id"])]

    def __str__(self) -> str:
        return f"{self.object_name}: {self.field}"


class Revision(models.Model):
    """One row that counts every change of the catalogue: caches and ETags hang on it."""

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.number)
