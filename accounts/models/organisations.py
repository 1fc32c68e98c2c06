"""Organisations that people work for, and which belongs to which."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from common.fields import WordSetField
from common.models import BaseModel
from common.vocabulary import Nation
from common.words import with_words


class Region(models.TextChoices):
    """Where in the UK: the regions that the NHS in England is run by, and the other nations."""

    EAST_OF_ENGLAND = "EAST_OF_ENGLAND", "East of England"
    LONDON = "LONDON", "London"
    MIDLANDS = "MIDLANDS", "Midlands"
    NORTH_EAST_AND_YORKSHIRE = "NORTH_EAST_AND_YORKSHIRE", "North East and Yorkshire"
    NORTH_WEST = "NORTH_WEST", "North West"
    SOUTH_EAST = "SOUTH_EAST", "South East"
    SOUTH_WEST = "SOUTH_WEST", "South West"
    NORTHERN_IRELAND = "NORTHERN_IRELAND", "Northern Ireland"
    SCOTLAND = "SCOTLAND", "Scotland"
    WALES = "WALES", "Wales"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations."""

    def with_words(self, text: str) -> Self:
        """Those whose name, synonyms or code hold every word of the text."""
        return self.filter(with_words(text, ("name", "synonyms", "ods_code")))

    def called(self, text: str) -> Self:
        """Those with exactly this name, synonym or code, whatever the capitals."""
        text = " ".join(text.split())
        exact = Q(name__iexact=text) | Q(synonyms__icontains=f";{text};")
        return self.filter(exact | Q(ods_code__iexact=text)) if text else self.none()


class Organisation(BaseModel):
    """An employer or another body, such as a trust, a place or an integrated care system."""

    class Kind(models.TextChoices):
        INTEGRATED_CARE_SYSTEM = "INTEGRATED_CARE_SYSTEM", "Integrated care system"
        PLACE = "PLACE", "Place in an integrated care system"
        TRUST = "TRUST", "NHS trust or foundation trust"
        HEALTH_BOARD = "HEALTH_BOARD", "Health board or health and social care trust"
        PRIMARY_CARE = "PRIMARY_CARE", "Primary care"
        NATIONAL_BODY = "NATIONAL_BODY", "National body"
        COUNCIL = "COUNCIL", "Council"
        EDUCATION = "EDUCATION", "University or college"
        VOLUNTARY = "VOLUNTARY", "Voluntary or community organisation"
        COMPANY = "COMPANY", "Company"
        OTHER = "OTHER", "Another kind"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    nation = models.CharField(max_length=20, choices=Nation.choices, blank=True)
    region = models.CharField(max_length=30, choices=Region.choices, blank=True)
    ods_code = models.CharField("ODS code", max_length=10, blank=True)
    synonyms = WordSetField(max_length=1000, help_text="Other names that people use for it, such as its old name.")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("name"), name="organisation_name_is_unique_in_any_case"),
            models.UniqueConstraint(
                Lower("ods_code"), condition=~Q(ods_code=""), name="ods_code_belongs_to_one_organisation"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")), name="organisation_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name
