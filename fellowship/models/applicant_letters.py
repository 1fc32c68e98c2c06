"""What a team writes to applicants of a call."""

import uuid
from typing import ClassVar

from django.db import models

from accounts.models import Programme
from accounts.models.written_letters import WrittenLetter, WrittenLetterTo
from fellowship.models.calls import Call


class ApplicantLetter(WrittenLetter):
    """What a team wrote to applicants. ``once``: made with the form, so that sending it twice is sending it once."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="letters")
    once = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    def comes_from(self) -> tuple[Programme, str]:
        cohort = self.call.cohort
        return cohort.programme, f"{cohort.programme.name}, {cohort.name}"


class ApplicantLetterTo(WrittenLetterTo):
    """One applicant whom it goes to."""

    letter = models.ForeignKey(ApplicantLetter, on_delete=models.CASCADE, related_name="to")

    class Meta(WrittenLetterTo.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["letter", "user"], name="applicant_gets_a_letter_once"),
        ]
