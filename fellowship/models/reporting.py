"""What reports need and the portal cannot count by itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Region
from accounts.models.profile import BANDS_OR_NONE
from common.models import BaseModel
from common.vocabulary import Profession
from fellowship.models.cohorts import Cohort


class EligibleStaff(BaseModel):
    """How many people could have applied to a cohort, who says so, and of which day. No row: not known."""

    cohort = models.OneToOneField(Cohort, on_delete=models.CASCADE, primary_key=True, related_name="eligible_staff")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=300, help_text="Who counted them, and what was counted.")
    counted_on = models.DateField()

    class Meta:
        verbose_name_plural = "eligible staff"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(number__gte=1), name="somebody_is_eligible"),
        ]

    def __str__(self) -> str:
        return f"{self.number:,}: {self.source}"


class EligibleGroup(BaseModel):
    """How many of them belong to one group of those that applicants choose from. No row: not known."""

    class Kind(models.TextChoices):
        """Each is called as the column of an application that holds it."""

        REGION = "region", "Region"
        PROFESSION = "profession", "Registered profession"
        BAND = "band", "Pay band"

    VALUES: ClassVar[dict[str, list[tuple[str, str]]]] = {
        Kind.REGION: Region.choices, Kind.PROFESSION: Profession.choices, Kind.BAND: BANDS_OR_NONE,
    }  # fmt: skip

    everybody = models.ForeignKey(EligibleStaff, on_delete=models.CASCADE, related_name="groups")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=40, choices=[*Region.choices, *Profession.choices, *BANDS_OR_NONE])
    number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["everybody", "kind", "value"], name="eligible_group_is_counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_value_display()}: {self.number:,}"
