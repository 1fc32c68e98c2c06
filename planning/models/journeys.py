"""Journeys: the paths that people took, told by themselves, and what is asked and answered about them."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import User
from careers.models import Learning, Level, Network, Role, StartingPoint
from common.models import BaseModel
from common.refusals import Refused
from common.vocabulary import Background, Band, EmployerKind

LONGEST_TEXT = 3_000
FIRST_YEAR = 1950


class NotLegal(Refused):
    """The journey has changed meanwhile, so this cannot be done any more. Look at how it stands now."""


class JourneyQuerySet(models.QuerySet[Any]):
    def of(self, user: User) -> Self:
        """The journey of a person; none or one."""
        return self.filter(user=user)

    def public(self) -> Self:
        """What everybody may read: published ones of people who are still here, and examples."""
        return self.filter(Q(user=None) | Q(user__is_active=True), state=Journey.State.PUBLISHED)

    def real(self) -> Self:
        """Those of people, without our examples: what counts."""
        return self.public().filter(is_example=False)

    def brief(self) -> Self:
        """With what a list of them shows: the jobs, and ``course_count``. One further query, whatever their number."""
        texts = [name for name, _ in Journey.TEXTS]
        counted = self.annotate(course_count=Count("courses")).defer(*texts, "reason")
        return counted.prefetch_related(models.Prefetch("steps", Step.objects.only("journey", "title", "from_year")))

    def whole(self) -> Self:
        """With everything that a page of it shows. Four further queries, whatever their number."""
        steps = Step.objects.select_related("level__role", "point").defer(
            "level__official_text", "level__what_changes", "level__role__official_text", "point__summary",
            "point__first_steps",
        )  # fmt: skip
        return self.prefetch_related(
            models.Prefetch("steps", steps),
            models.Prefetch("courses", Course.objects.select_related("learning")),
            models.Prefetch("networks", Network.objects.only("name", "slug")),
        )


class Journey(BaseModel):
    """One path. Empty texts were not written. An example is ours and has no person."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", "Draft"
        SUBMITTED = "SUBMITTED", "Waits to be read"
        RETURNED = "RETURNED", "Sent back to you"
        PUBLISHED = "PUBLISHED", "Published"
        WITHDRAWN = "WITHDRAWN", "Withdrawn"

    class ShownAs(models.TextChoices):
        NAME = "NAME", "My name"
        FIRST_NAME = "FIRST_NAME", "My first name"
        ANONYMOUS = "ANONYMOUS", "No name"

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.DRAFT: (State.SUBMITTED,),
        State.SUBMITTED: (State.RETURNED, State.PUBLISHED, State.WITHDRAWN),
        State.RETURNED: (State.SUBMITTED, State.WITHDRAWN),
        State.PUBLISHED: (State.RETURNED, State.WITHDRAWN),
        State.WITHDRAWN: (State.SUBMITTED,),
    }
    # What its person may change; what is read by staff or everybody stands still.
    OPEN: ClassVar = (State.DRAFT, State.RETURNED, State.WITHDRAWN)
    TEXTS: ClassVar = (
        ("highlights", "Highlights"),
        ("advice", "Advice"),
        ("differently", "What I would do differently"),
        ("inspired_by", "Who inspired me"),
        ("next", "Where next"),
        ("reading", "Books and other things worth reading"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.CASCADE, related_name="journey")
    is_example = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=120)
    background = models.CharField(max_length=11, choices=Background.choices)
    shown_as = models.CharField(max_length=10, choices=ShownAs.choices, default=ShownAs.ANONYMOUS)
    name = models.CharField(max_length=100, blank=True)
    highlights = models.TextField(max_length=LONGEST_TEXT, blank=True)
    advice = models.TextField(max_length=LONGEST_TEXT, blank=True)
    differently = models.TextField(max_length=LONGEST_TEXT, blank=True)
    inspired_by = models.TextField(max_length=LONGEST_TEXT, blank=True)
    next = models.TextField(max_length=LONGEST_TEXT, blank=True)
    reading = models.TextField(max_length=LONGEST_TEXT, blank=True)
    networks: "models.ManyToManyField[Network, Any]" = models.ManyToManyField(Network, blank=True, related_name="+")
    profile_url = models.URLField(max_length=300, blank=True)
    open_to_contact = models.BooleanField(default=False)
    consented_at = models.DateTimeField(null=True, blank=True, help_text="When they last agreed to its publication.")
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(max_length=1000, blank=True, help_text="Why it was sent back, for its person.")
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = JourneyQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(is_example=True, user=None) | Q(is_example=False, user__isnull=False),
                name="journey_is_an_example_or_has_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("SUBMITTED", "PUBLISHED")) | Q(is_example=True) | Q(consented_at__isnull=False),
                name="journey_is_shown_with_consent_only",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-published_at"], name="journey_by_state"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("planning:journey_detail", args=[self.pk])

    def may_become(self, state: str) -> bool:
        return state in self.MOVES[self.state]

    @property
    def is_open(self) -> bool:
        """Whether its person may change it now."""
        return self.state in self.OPEN

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def teller(self) -> str:
        """Whose path it is, as they wish to be called."""
        if self.shown_as == self.ShownAs.NAME:
            return self.name
        if self.shown_as == self.ShownAs.FIRST_NAME:
            return self.name.split()[0] if self.name.split() else "Somebody"
        return f"Somebody {'' if self.background == Background.NEW_ENTRANT else 'with a '}{self.came_from}"

    @property
    def told_by(self) -> str:
        """The same within a sentence: a name keeps its capital, "somebody" does not begin with one."""
        anonymous = self.shown_as == self.ShownAs.ANONYMOUS
        return self.teller[0].lower() + self.teller[1:] if anonymous else self.teller

    @property
    def came_from(self) -> str:
        """ "clinical background" or "new to digital work"."""
        background = Background(self.background)
        return (
            "new to digital work" if background == Background.NEW_ENTRANT else f"{background.label.lower()} background"
        )

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The headings and words of what was written."""
        return [(heading, getattr(self, name)) for name, heading in self.TEXTS if getattr(self, name)]


class Step(BaseModel):
    """A job on the path. ``level`` or ``point`` say what it is called in the catalogue; neither may fit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    level = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(StartingPoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=200, blank=True)
    organisation_kind = models.CharField(max_length=12, choices=EmployerKind.choices, blank=True)
    band = models.CharField(max_length=3, choices=Band.choices, blank=True)
    from_year = models.PositiveSmallIntegerField()
    to_year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="None: until now.")

    class Meta:
        ordering = ("from_year", "position")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(level=None) | Q(point=None), name="step_is_one_job_of_the_catalogue"),
            models.CheckConstraint(
                condition=Q(to_year=None) | Q(to_year__gte=models.F("from_year")), name="step_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> str:
        """ "2015 to 2018", "2015" or "2015 to now"."""
        if self.to_year is None:
            return f"{self.from_year} to now"
        return str(self.from_year) if self.to_year == self.from_year else f"{self.from_year} to {self.to_year}"

    @property
    def where(self) -> str:
        """The organisation, or its kind; empty if neither was given."""
        return self.organisation or str(self.get_organisation_kind_display())

    @property
    def job(self) -> Level | StartingPoint | None:
        """What it is called in the catalogue."""
        return self.level or self.point


class Course(BaseModel):
    """A course or qualification on the path, and what its person makes of it."""

    class Recommend(models.TextChoices):
        YES = "YES", "Yes"
        NO = "NO", "No"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="courses")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    learning = models.ForeignKey(Learning, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    recommend = models.CharField(max_length=3, choices=Recommend.choices, blank=True)
    to_whom = models.CharField(max_length=300, blank=True)
    changed = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ("year", "position")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["journey", "learning"], name="journey_names_a_course_once", condition=Q(learning__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Quote(BaseModel):
    """Words of a journey that staff chose for the page of a role or a course."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="quotes")
    text = models.CharField(max_length=300)
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    learning = models.ForeignKey(Learning, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("created_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(role=None, learning__isnull=False) | Q(role__isnull=False, learning=None),
                name="quote_is_about_a_role_or_a_course",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Note(BaseModel):
    """A question to somebody about their journey, and their one answer. Addresses are never shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="notes")
    sender = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=2000)
    sent_at = models.DateTimeField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-sent_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["journey", "sender"], name="one_open_question_each", condition=Q(answered_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"Question of {self.sent_at:%-d %B %Y}"


class PublicState(BaseModel):
    """One row whose number moves whenever what journeys show to everybody changes; for ETags."""

    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
