"""What a team writes itself to exactly the people of a list. Apps whose people they are say what it belongs to.

An app has two tables of its own: its ``WrittenLetter`` adds the programme, cohort or call, and its ``WrittenLetterTo``
adds ``letter``, a foreign key to the first with ``related_name="to"``, and a constraint that nobody gets one twice.
"""

from django.db import models

from accounts.models.programmes import Programme
from accounts.models.user import User
from common.models import BaseModel


class WrittenLetter(BaseModel):
    """The words, once for all whom they go to."""

    subject = models.CharField(max_length=150)
    text = models.TextField(max_length=5000)
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.subject

    def comes_from(self) -> tuple[Programme, str]:
        """The programme whose team wrote it, and the name that stands below it."""
        raise NotImplementedError


class WrittenLetterTo(BaseModel):
    """One person whom it goes to. The messages in the outbox are about these rows."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.user)
