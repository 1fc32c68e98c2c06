"""What people thought of an event."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from common.models import BaseModel
from events.models.bookings import Booking


class Feedback(BaseModel):
    """One person's answers after an event. The organiser sees answers together and never whose they are."""

    class Useful(models.IntegerChoices):
        NOT_AT_ALL = 1, "Not useful"
        LITTLE = 2, "A little useful"
        FAIRLY = 3, "Fairly useful"
        VERY = 4, "Very useful"
        EXTREMELY = 5, "Extremely useful"

    class WillUse(models.IntegerChoices):
        NO = 1, "No"
        PROBABLY_NOT = 2, "Probably not"
        PERHAPS = 3, "Perhaps"
        PROBABLY = 4, "Probably"
        YES = 5, "Yes"

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="feedback")
    useful = models.PositiveSmallIntegerField(choices=Useful.choices)
    will_use = models.PositiveSmallIntegerField(choices=WillUse.choices)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "feedback"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(useful__range=(1, 5), will_use__range=(1, 5)), name="feedback_is_on_the_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_useful_display()}, {self.get_will_use_display()}"
