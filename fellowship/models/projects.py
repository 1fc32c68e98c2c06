"""Improvement projects: what a fellow changes where they work, how it goes, and what the world may read of it."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from common.models import BaseModel
from fellowship.models.fellows import Fellow


class ProjectQuerySet(models.QuerySet[Any]):
    def shown(self) -> Self:
        """Those that everybody may read: the fellow offers them and the team has published them."""
        return self.filter(is_offered=True, published_at__isnull=False)


class Project(BaseModel):
    """The project of one fellow. ``summary`` is for everybody; all else for the fellow, the adviser and the team."""

    fellow = models.OneToOneField(Fellow, on_delete=models.CASCADE, related_name="project")
    title = models.CharField(max_length=150)
    aim = models.TextField(max_length=2_000, help_text="What will be better, for whom, by how much, by when.")
    sponsor = models.CharField(max_length=150, blank=True, help_text="Who backs it where they work.")
    sponsor_job = models.CharField(max_length=150, blank=True)
    started_on = models.DateField()
    slug = models.SlugField(max_length=90, unique=True, help_text="The address of its public page.")
    summary = models.TextField(max_length=5_000, blank=True)
    is_offered = models.BooleanField(default=False, help_text="The fellow wants it shown, with their name.")
    offered_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ("title", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(is_offered=True) & ~Q(summary=""),
                name="project_is_shown_with_consent_and_words",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Measure(BaseModel):
    """A number that the project moves. It may go up or down: the target says which is better."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="measures")
    name = models.CharField(max_length=150)
    unit = models.CharField(max_length=40, blank=True, help_text="Such as “minutes” or “%”.")
    baseline = models.DecimalField(max_digits=12, decimal_places=2)
    target = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(baseline=F("target")), name="measure_has_a_way_to_go"),
        ]

    def __str__(self) -> str:
        return self.name

    def share_done(self, value: Decimal) -> float:
        """How much of the way from baseline to target a value is: 0 at the baseline, 1 at the target, below 0 worse."""
        return float((value - self.baseline) / (self.target - self.baseline))


class Reading(BaseModel):
    """What a measure was on a day."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ("on",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["measure", "on"], name="measure_is_read_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"


class Milestone(BaseModel):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.title


class Risk(BaseModel):
    """What may go wrong. Closed ones are kept: they tell what was feared and did not come."""

    class Size(models.IntegerChoices):
        LOW = 1, "Low"
        MEDIUM = 2, "Medium"
        HIGH = 3, "High"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="risks")
    text = models.CharField(max_length=300)
    likelihood = models.PositiveSmallIntegerField(choices=Size.choices)
    impact = models.PositiveSmallIntegerField(choices=Size.choices)
    answer = models.CharField(max_length=500, blank=True, help_text="What is done about it.")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


class ProjectUpdate(BaseModel):
    """The month in three answers. ``month`` is its first day."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="updates")
    month = models.DateField()
    done = models.TextField(max_length=2_000, help_text="What moved this month?")
    coming = models.TextField(max_length=2_000, help_text="What comes next?")
    in_the_way = models.TextField(max_length=2_000, blank=True, help_text="What is in the way, and who could help?")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("-month",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "month"], name="project_has_one_update_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="update_names_its_month_by_the_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%B %Y}"


class ProjectDocument(BaseModel):
    """A file of the project: for the fellow, the adviser and the team."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=100, help_text="Its content type, by its first bytes.")
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class ProjectComment(BaseModel):
    """What the adviser, the team or the fellow says about the project, under each other."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(max_length=2_000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Comment {self.pk}"
