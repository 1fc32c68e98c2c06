"""Letters that a programme's team writes to people of a list."""

from typing import ClassVar

from django.db import models

from accounts.models import Programme, User
from common.models import BaseModel


class TeamLetter(BaseModel):
    """What a team wrote, once for all it goes to."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=150)
    text = models.TextField(max_length=5000)
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.subject


class TeamLetterTo(BaseModel):
    """One person that it goes to."""

    letter = models.ForeignKey(TeamLetter, on_delete=models.CASCADE, related_name="to")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["letter", "user"], name="person_gets_a_letter_of_a_team_once"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} to {self.user}"
