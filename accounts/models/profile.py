"""What a person tells about their work. Every answer may stay open."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models.organisations import Organisation, Region
from accounts.models.user import User
from common.models import BaseModel
from common.vocabulary import Background, Band, Profession

NO_BAND = "NONE"
BANDS_OR_NONE = [(NO_BAND, "Not on an NHS band"), *Band.choices]


class Profile(BaseModel):
    """The work of one person. An empty answer means that it was not given."""

    class Employer(models.TextChoices):
        LISTED = "LISTED", "An organisation in our list"
        NOT_LISTED = "NOT_LISTED", "An organisation that is not in our list"
        NONE = "NONE", "I do not work for an organisation"

    class Registration(models.TextChoices):
        CURRENT = "CURRENT", "Registered"
        TRAINING = "TRAINING", "In training"
        LAPSED = "LAPSED", "Was registered, and no longer is"

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="profile")
    employer = models.CharField(max_length=12, choices=Employer.choices, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="profiles"
    )
    organisation_name = models.CharField(max_length=200, blank=True, help_text="As typed, if it is not in the list.")
    job_title = models.CharField(max_length=150, blank=True)
    band = models.CharField(max_length=5, choices=BANDS_OR_NONE, blank=True)
    profession = models.CharField(max_length=40, choices=Profession.choices, blank=True)
    registration = models.CharField(max_length=10, choices=Registration.choices, blank=True)
    background = models.CharField(max_length=20, choices=Background.choices, blank=True)
    region = models.CharField(max_length=30, choices=Region.choices, blank=True)
    line_manager_email = models.EmailField("line manager’s e-mail", blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(employer="LISTED", organisation__isnull=False, organisation_name="")
                | Q(employer="NOT_LISTED", organisation__isnull=True) & ~Q(organisation_name="")
                | Q(employer__in=("NONE", ""), organisation__isnull=True, organisation_name=""),
                name="profile_names_the_organisation_it_says",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def works_for(self) -> str:
        """The organisation in words; empty if none was given."""
        return self.organisation.name if self.organisation else self.organisation_name
