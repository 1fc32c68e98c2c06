"""What a team writes to fellows of a cohort."""

from typing import ClassVar

from django.db import models

from accounts.models import Programme
from accounts.models.written_letters import WrittenLetter, WrittenLetterTo
from fellowship.models.cohorts import Cohort


class Announcement(WrittenLetter):
    """What a team wrote to fellows."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="announcements")

    def comes_from(self) -> tuple[Programme, str]:
        return self.cohort.programme, f"{self.cohort.programme.name}, {self.cohort.name}"


class AnnouncementTo(WrittenLetterTo):
    """One person whom it goes to."""

    letter = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="to")

    class Meta(WrittenLetterTo.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["letter", "user"], name="person_gets_an_announcement_once"),
        ]
