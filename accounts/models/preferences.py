"""What a person wants to hear from us. What is not said here is wanted."""

from typing import ClassVar

from django.db import models

from accounts.models.user import User
from common.models import BaseModel


class ContactPreference(BaseModel):
    """Whether one person wants one thing: a letter by its name, or a reminder time (``reminder.7-days``)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="contact_preferences")
    topic = models.CharField(max_length=80)
    wanted = models.BooleanField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "topic"], name="person_says_once_whether_a_topic_is_wanted"),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {'yes' if self.wanted else 'no'}"
