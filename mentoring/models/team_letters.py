"""Letters that a programme's team writes to people of a list."""

from typing import ClassVar

from django.db import models

from accounts.models import Programme
from accounts.models.written_letters import WrittenLetter, WrittenLetterTo


class TeamLetter(WrittenLetter):
    """What a team wrote to mentors and mentees."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")

    def comes_from(self) -> tuple[Programme, str]:
        return self.programme, self.programme.name


class TeamLetterTo(WrittenLetterTo):
    """One person that it goes to."""

    letter = models.ForeignKey(TeamLetter, on_delete=models.CASCADE, related_name="to")

    class Meta(WrittenLetterTo.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["letter", "user"], name="person_gets_a_letter_of_a_team_once"),
        ]
