"""Ways to learn: courses and schemes, networks, and events that come round every year."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, F, Value, When
from django.urls import reverse
from django.utils.formats import date_format

from careers.models.eligibility import Condition
from careers.models.framework import Family, Skill
from common.fields import WordSetField
from common.models import BaseModel
from common.vocabulary import Background, Band, Confidence, EmployerKind, Nation, Profession, SkillLevel
from common.words import with_words


class LearningKind(models.TextChoices):
    FELLOWSHIP = "FELLOWSHIP", "Fellowship"
    LEADERSHIP = "LEADERSHIP", "Leadership programme"
    MENTORING = "MENTORING", "Mentoring scheme"
    GRADUATE_SCHEME = "GRADUATE_SCHEME", "Graduate scheme"
    APPRENTICESHIP = "APPRENTICESHIP", "Apprenticeship"
    REGISTRATION = "REGISTRATION", "Professional registration"
    QUALIFICATION = "QUALIFICATION", "Qualification"
    TRAINING = "TRAINING", "Training"


class CostBand(models.TextChoices):
    FREE = "FREE", "Free"
    FUNDED = "FUNDED", "Funded: someone else pays"
    PAID = "PAID", "Paid"
    UNKNOWN = "UNKNOWN", "Cost not known"


class LearningStatus(models.TextChoices):
    OPEN = "OPEN", "Open"
    CLOSED = "CLOSED", "Closed"
    UNKNOWN = "UNKNOWN", "Not known if open now"


def doubt_about(last_checked: date | None, confidence: str) -> str:
    """What to know in a few words before relying on a fact; empty where it was looked up and found."""
    if last_checked is None:
        return "Not checked yet"
    return "We are not sure" if confidence == Confidence.LOW else ""


class Checked(BaseModel):
    """A fact about the world outside: where it was read, when, and how sure we are."""

    source_name = models.CharField("source", max_length=300, blank=True)
    last_checked = models.DateField(null=True, blank=True, help_text="Blank: never looked up.")
    confidence = models.CharField(max_length=6, choices=Confidence.choices, default=Confidence.LOW)

    class Meta:
        abstract = True

    asked: ClassVar[str] = "the organiser"  # who knows better

    @property
    def how_sure(self) -> str:
        """How far to trust this row, in one or two sentences."""
        if self.last_checked is None:
            return f"Nobody has checked this yet. Ask {self.asked} before you plan on it."
        day = date_format(self.last_checked, "j F Y")
        if self.confidence == Confidence.LOW:
            return f"We looked on {day} and are not sure of what we found. Ask {self.asked} before you plan on it."
        if self.confidence == Confidence.MEDIUM:
            source = f"from a second-hand or older source ({self.source_name})"
            return f"Last checked {day}, {source}. Ask {self.asked} whether it still holds."
        source = f"at first hand ({self.source_name})"
        return f"Last checked {day}, {source}. Things change, so ask {self.asked} before you rely on it."

    @property
    def doubt(self) -> str:
        """What to know in a few words before relying on it, see ``doubt_about``."""
        return doubt_about(self.last_checked, self.confidence)


class OutsideQuerySet(models.QuerySet[Any]):
    """Reads that learning, networks and events have in common."""

    searched: ClassVar[tuple[str, ...]] = ()

    def live(self) -> Self:
        return self.filter(retired_at=None)

    def with_words(self, text: str) -> Self:
        """Rows that hold every word of ``text`` somewhere in what ``searched`` names."""
        return self.filter(with_words(text, self.searched))

    def meeting(self, conditions: Iterable[Condition]) -> Self:
        """Rows that nothing we know rules out: what is not known counts as maybe.

        Each has ``unknown_<name>``, 1 or 0, for every condition, and ``unknowns``, how many there are.
        """
        rows = self
        unknowns: Any = Value(0)
        for condition in conditions:
            unknown = Case(When(condition.unknown, then=1), default=0, output_field=models.IntegerField())
            rows = rows.filter(condition.met).annotate(**{f"unknown_{condition.name}": unknown})
            unknowns = unknowns + F(f"unknown_{condition.name}")
        return rows.annotate(unknowns=unknowns)


class LearningQuerySet(OutsideQuerySet):
    searched = ("name", "provider", "award_level", "summary", "eligibility_note")

    def teaching(self, skills: Iterable[int]) -> Self:
        """Rows that teach at least one of the skills with these ids."""
        taught = LearningSkill.objects.filter(learning=models.OuterRef("pk"), skill__in=list(skills))
        return self.filter(models.Exists(taught))

    def known_areas(self) -> list[str]:
        """Every area that some row is limited to, A to Z."""
        return sorted({area for areas in self.exclude(areas="").values_list("areas", flat=True) for area in areas})


class Learning(Checked):
    """A course, programme, scheme, registration or qualification.

    Empty eligibility fields mean "not known", except ``backgrounds``, where empty means any background.
    """

    asked = "the provider"

    kind = models.CharField(max_length=16, choices=LearningKind.choices)
    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=200, unique=True)
    provider = models.CharField(max_length=200, blank=True)
    award_level = models.CharField(max_length=100, blank=True)
    duration = models.CharField(max_length=100, blank=True)
    cost_band = models.CharField(max_length=8, choices=CostBand.choices, default=CostBand.UNKNOWN)
    summary = models.TextField(blank=True)
    backgrounds = WordSetField("open to backgrounds", choices=Background.choices, help_text="None: any background.")
    band_low = models.CharField("open from band", max_length=3, choices=Band.choices, blank=True)
    band_high = models.CharField("open up to band", max_length=3, choices=Band.choices, blank=True)
    professions = WordSetField("only for professions", choices=Profession.choices, help_text="None: not known.")
    nations = WordSetField("open in", choices=Nation.choices, help_text="None: not known.")
    areas = WordSetField("only in areas", help_text="Words joined by a semicolon. None: not known.")
    employer_kinds = WordSetField("open to employers", choices=EmployerKind.choices, help_text="None: not known.")
    eligibility_note = models.CharField("who may apply", max_length=400, blank=True)
    status = models.CharField(max_length=8, choices=LearningStatus.choices, default=LearningStatus.UNKNOWN)
    retired_at = models.DateTimeField(null=True, blank=True)
    skills: "models.ManyToManyField[Skill, LearningSkill]" = models.ManyToManyField(
        Skill, through="LearningSkill", related_name="learning"
    )

    objects = LearningQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "learning"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("careers:learning_detail", args=[self.slug])

    @property
    def bands(self) -> str:
        """The rule about pay bands, "Band 6 or above"; empty where none is known."""
        if self.band_low == self.band_high:
            return self.get_band_low_display() if self.band_low else ""
        if not self.band_high:
            return f"{self.get_band_low_display()} or above"
        if not self.band_low:
            return f"Up to {self.get_band_high_display().lower()}"
        return f"{self.get_band_low_display()} to {self.band_high}"


class LearningSkill(BaseModel):
    """A course takes a typical learner to this level of a skill: our judgement."""

    learning = models.ForeignKey(Learning, on_delete=models.CASCADE, related_name="teaches")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="taught_by")
    reaches = models.PositiveSmallIntegerField("reaches level", choices=SkillLevel.choices)

    class Meta:
        ordering = ("learning", "skill__name")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["learning", "skill"], name="learning_teaches_a_skill_once"),
        ]

    def __str__(self) -> str:
        return f"{self.learning}: {self.skill}"


AFTER_A_PROGRAMME = "for people who took part in its programme"  # how one joins, in the words of the catalogue


class NetworkQuerySet(OutsideQuerySet):
    searched = ("name", "organiser", "audience", "summary")

    def open_to_newcomers(self) -> Self:
        """Without those that only people who took part in a programme may join."""
        return self.exclude(joining=AFTER_A_PROGRAMME)


class Network(Checked):
    """A professional network or body."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=200, unique=True)
    organiser = models.CharField(max_length=200, blank=True)
    backgrounds = WordSetField("meant for backgrounds", choices=Background.choices, help_text="None: any.")
    audience = models.CharField(max_length=300, blank=True)
    joining = models.CharField("how to join", max_length=300, blank=True)
    cost_band = models.CharField(max_length=8, choices=CostBand.choices, default=CostBand.UNKNOWN)
    founded = models.CharField(max_length=40, blank=True)
    summary = models.TextField(blank=True)
    families: "models.ManyToManyField[Family, Any]" = models.ManyToManyField(
        Family, related_name="networks", blank=True
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('careers:network_list')}?network={self.slug}#{self.slug}"


class RecurringEventQuerySet(OutsideQuerySet):
    searched = ("name", "organiser", "city", "venue", "audience", "summary", "note")


class RecurringEvent(Checked):
    """A conference or meeting that comes round; it has no date until someone enters one."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=200, unique=True)
    organiser = models.CharField(max_length=200, blank=True)
    usual_month = models.CharField(max_length=60, blank=True)
    city = models.CharField(max_length=100, blank=True)
    venue = models.CharField(max_length=100, blank=True)
    audience = models.CharField(max_length=300, blank=True)
    cost_band = models.CharField(max_length=8, choices=CostBand.choices, default=CostBand.UNKNOWN)
    next_date = models.DateField(null=True, blank=True)
    last_known_year = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=LearningStatus.choices, default=LearningStatus.UNKNOWN)
    note = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = RecurringEventQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
