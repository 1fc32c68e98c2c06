"""Files that admins bring to rounds, kept until they are confirmed, and how a programme's files are read."""

import uuid
from typing import ClassVar

from django.db import models

from accounts.models import Programme, User
from common.models import BaseModel
from mentoring.models.rounds import Round


class FileReading(BaseModel):
    """How the files of a programme are read: what its columns mean, and which band each grade stands for."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="file_reading")
    columns = models.JSONField(default=dict, help_text="The field by heading, in lower case; empty: left out.")
    grades = models.JSONField(default=dict, help_text="The band by grade, in lower case. Only what was changed.")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Files of {self.programme}"


class RoundFile(BaseModel):
    """A file that was sent and not yet confirmed. Nothing of it is in use; it is forgotten after a day."""

    class Kind(models.TextChoices):
        PEOPLE = "PEOPLE", "People: mentors and mentees, one a row"
        MENTORS = "MENTORS", "Mentors, one a row"
        MENTEES = "MENTEES", "Mentees, one a row"
        PINS = "PINS", "Pairs put together or kept apart"
        SCORES = "SCORES", "Scores of pairs, from another way of scoring"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    name = models.CharField(max_length=200)
    text = models.TextField()
    is_windows = models.BooleanField(default=False, help_text="It was in Windows-1252, not in UTF-8.")
    sent_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["sent_at"], name="file_to_forget")]

    def __str__(self) -> str:
        return self.name
