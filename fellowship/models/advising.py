"""What advisers know of the people they advise."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from common.models import BaseModel
from fellowship.models.cohorts import Cohort
from fellowship.models.curriculum import Theme


class DeepDive(BaseModel):
    """The adviser’s conversation with somebody who accepted a place, before the start.

    The words are for the programme’s advisers alone: no list, download or export of anybody else has them. Only the
    themes are counted, from five people up.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="deep_dives")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="deep_dives")
    adviser = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    held_on = models.DateField(null=True, blank=True, help_text="Empty: it is still to come.")
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When the adviser was last asked to hold it. Empty: not yet, or another since."
    )
    hopes = models.TextField(max_length=3_000, blank=True)
    project = models.TextField(max_length=3_000, blank=True)
    brings = models.TextField(max_length=3_000, blank=True)
    worries = models.TextField(max_length=3_000, blank=True)
    needs = models.TextField(max_length=3_000, blank=True)
    themes: "models.ManyToManyField[Theme, Any]" = models.ManyToManyField(Theme, blank=True, related_name="deep_dives")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "user"], name="one_deep_dive_for_each_person_of_a_cohort"),
            models.CheckConstraint(
                condition=Q(held_on__isnull=False) | Q(hopes="", project="", brings="", worries="", needs=""),
                name="deep_dive_with_words_was_held",
            ),
        ]

    def __str__(self) -> str:
        return "Deep dive"
