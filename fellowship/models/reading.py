"""Who reads for a call and what they told beforehand; notes and hidden words of applications that are read."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from common.models import BaseModel
from fellowship.models.applications import Application
from fellowship.models.calls import Call


class Reader(BaseModel):
    """One reviewer of the team and one call. Without a row a reviewer reads, without a limit, and told nothing yet.

    ``employers`` and ``people`` are what the reviewer is too close to, one on each line: conflicts are computed from
    it, so that nobody has to show a reviewer whose applications there are.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="readers")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    reads = models.BooleanField(default=True)
    most = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Readings at most; empty: no limit.")
    topics = models.JSONField(default=list, help_text="Answers to the call’s question about topics, which they know.")
    employers = models.TextField(max_length=2_000, blank=True)
    people = models.TextField(max_length=2_000, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When they were asked to tell conflicts.")
    declared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "user"], name="reviewer_is_a_reader_of_a_call_once"),
            models.CheckConstraint(condition=Q(most__isnull=True) | Q(most__gte=1), name="reader_reads_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.call}"


class HiddenWords(BaseModel):
    """Words in the answers of one application that its reviewers see as hidden, beside those that are always hidden."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="hidden_words")
    words = models.CharField(max_length=200)
    hidden_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "words"], name="words_are_hidden_once"),
        ]

    def __str__(self) -> str:
        return self.words


class ScoreNote(BaseModel):
    """A note of the team beside the scores of an application. Neither the applicant nor reviewers see it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="score_notes")
    author = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(max_length=2_000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"Note of {self.written_at:%-d %B %Y}"
