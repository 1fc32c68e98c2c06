"""Programmes, which mentoring rounds and cohorts belong to, and the people who run them."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models.user import User
from common.models import BaseModel


class Programme(BaseModel):
    """Something that is run by a team over the years, such as a fellowship or a mentoring scheme."""

    name = models.CharField(max_length=150, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    provider = models.CharField(max_length=150, blank=True, help_text="The organisation that runs it.")
    reply_to = models.EmailField("address for replies", blank=True, help_text="Where answers to its e-mails go.")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> str:
        """How messages and the audit trail name this programme, since they know no programmes."""
        return f"programme:{self.pk}"


class ProgrammeRoleQuerySet(models.QuerySet["ProgrammeRole"]):
    """Roles in programmes."""

    def held_by(self, user: User, *, on: date) -> Self:
        """Roles that a person has, or stands in for on that day."""
        return self.filter(Q(user=user) | _stood_in_for(on) & Q(deputy=user))

    def stood_in_for(self, on: date) -> Self:
        """Roles for which somebody stands in on that day."""
        return self.filter(_stood_in_for(on))

    def of_kinds(self, roles: Iterable[str]) -> Self:
        return self.filter(role__in=tuple(roles))


def _stood_in_for(on: date) -> Q:
    """Standing in ends at once when the account of whose role it is gets closed."""
    return Q(deputy__isnull=False, away_from__lte=on, away_until__gte=on, user__is_active=True)


class ProgrammeRole(BaseModel):
    """One person's role in one programme, and who stands in while that person is away."""

    class Role(models.TextChoices):
        OWNER = "OWNER", "Owner"
        ADMIN = "ADMIN", "Programme admin"
        REVIEWER = "REVIEWER", "Reviewer"
        ADVISER = "ADVISER", "Adviser"
        FACILITATOR = "FACILITATOR", "Facilitator"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="programme_roles")
    role = models.CharField(max_length=12, choices=Role.choices)
    deputy = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="deputises_for")
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True, help_text="The last day away.")

    objects = ProgrammeRoleQuerySet.as_manager()

    class Meta:
        ordering = ("programme", "role", "user")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "user", "role"], name="person_has_a_role_in_a_programme_once"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("user")), name="nobody_is_their_own_deputy"
            ),
            models.CheckConstraint(
                # "Is not null" must be said: a check lets pass what is neither true nor false.
                condition=Q(away_from__isnull=True, away_until__isnull=True)
                | Q(away_from__isnull=False, away_until__isnull=False, away_until__gte=F("away_from")),
                name="away_has_a_first_and_a_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} of {self.programme}"

    def is_stood_in_for(self, on: date) -> bool:
        """Whether somebody stands in on that day, as ``stood_in_for`` finds it."""
        if self.deputy_id is None or self.away_from is None or self.away_until is None:
            return False
        return self.user.is_active and self.away_from <= on <= self.away_until
