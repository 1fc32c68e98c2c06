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
    previous = models.ForeignKey(
        "self",
        verbose_name="compared with",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The edition that this one replaced here.",
    )

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
    slug = models.SlugField(max_length=200, blank=True, help_text="Of the family, role or skill whose page shows it.")
    level_slug = models.SlugField(max_length=200, blank=True)
    skill_name = models.CharField(max_length=200, blank=True)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("subject", "kind", "name", "skill_name", "pk")

    def __str__(self) -> str:
        """In plain words: "Data analyst: SQL from working to practitioner"."""
        thing = self.get_subject_display().lower()
        match self.kind:
            case self.Kind.ADDED:
                return f"New {thing}: {self.name}"
            case self.Kind.RENAMED:
                return f"{self.before} is now called {self.after}"
            case self.Kind.RETIRED:
                return f"No longer in the framework: the {thing} {self.name}"
            case self.Kind.RESTORED:
                return f"Back in the framework: the {thing} {self.name}"
            case self.Kind.MOVED:
                return f"{self.name} moved from {self.before} to {self.after}"
            case self.Kind.NEEDED:
                return f"{self.name}: now needs {self.skill_name} ({self.after})"
            case self.Kind.DROPPED:
                return f"{self.name}: no longer needs {self.skill_name} (it was {self.before})"
        return f"{self.name}: {self.skill_name} from {self.before} to {self.after}"

    def get_absolute_url(self) -> str:
        """The page that shows the thing, or an empty string for what is no longer in the framework."""
        if self.kind == self.Kind.RETIRED or not self.slug:
            return ""
        match self.subject:
            case self.Subject.FAMILY:
                return f"{reverse('careers:role_list')}?family={self.slug}"
            case self.Subject.SKILL:
                return reverse("careers:skill_detail", args=[self.slug])
        page = reverse("careers:role_detail", args=[self.slug])
        return f"{page}#{self.level_slug}" if self.level_slug else page


class Snapshot(BaseModel):
    """The facts of an edition as open data, frozen when the next edition replaced it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="snapshots")
    dataset = models.CharField(max_length=40)
    rows = models.PositiveIntegerField(help_text="How many, without the row of headings.")
    csv = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "dataset"], name="edition_has_one_snapshot_of_a_dataset"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.dataset}"


class Correction(BaseModel):
    """One field of the catalogue corrected by staff. Loading and importing leave that field alone.

    ``field`` may also be WHOLE_ROW, for a row that staff added or deleted, or the name of a joining model (such as
    ``requirement`` on a level), for a set of rows that staff made their own.
    """

    WHOLE_ROW = "row"

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
