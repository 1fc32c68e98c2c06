"""Words that lead people to what they mean: synonyms and the glossary."""

from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from careers.models.framework import Family, Level, Role, Skill
from common.fields import WordSetField
from common.models import BaseModel
from common.words import with_words


class SynonymKind(models.TextChoices):
    ABBREVIATION = "ABBREVIATION", "abbreviation"
    OLD_NAME = "OLD_NAME", "old name"
    NHS_TERM = "NHS_TERM", "NHS term"
    INDUSTRY_TERM = "INDUSTRY_TERM", "industry term"


class Synonym(BaseModel):
    """Another word for a family, role, level or skill. One term may mean several things."""

    term = models.CharField(max_length=200)
    kind = models.CharField(max_length=13, choices=SynonymKind.choices)
    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.CASCADE, related_name="synonyms")
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.CASCADE, related_name="synonyms")
    level = models.ForeignKey(Level, null=True, blank=True, on_delete=models.CASCADE, related_name="synonyms")
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.CASCADE, related_name="synonyms")

    class Meta:
        ordering = ("term", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(family__isnull=False, role=None, level=None, skill=None)
                | models.Q(family=None, role__isnull=False, level=None, skill=None)
                | models.Q(family=None, role=None, level__isnull=False, skill=None)
                | models.Q(family=None, role=None, level=None, skill__isnull=False),
                name="synonym_means_one_thing",
            ),
            models.UniqueConstraint(fields=["term", "family"], name="synonym_of_a_family_is_unique"),
            models.UniqueConstraint(fields=["term", "role"], name="synonym_of_a_role_is_unique"),
            models.UniqueConstraint(fields=["term", "level"], name="synonym_of_a_level_is_unique"),
            models.UniqueConstraint(fields=["term", "skill"], name="synonym_of_a_skill_is_unique"),
        ]

    def __str__(self) -> str:
        return self.term


class GlossaryQuerySet(models.QuerySet[Any]):
    def live(self) -> Self:
        return self.filter(retired_at=None)

    def with_words(self, text: str) -> Self:
        return self.filter(with_words(text, ("term", "also_known_as", "meaning")))


class GlossaryTerm(BaseModel):
    """A word or abbreviation that a newcomer meets, and what it means."""

    term = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=140, unique=True)
    also_known_as = WordSetField()
    meaning = models.TextField()
    see_also = WordSetField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = GlossaryQuerySet.as_manager()

    class Meta:
        ordering = ("term",)

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        # The glossary has several pages: the address names the term, so that the right page answers.
        return f"{reverse('careers:glossary')}?term={self.slug}#{self.slug}"
