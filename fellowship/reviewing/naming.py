"""Answers that tell whose they are: reviewers report it, the team hides the words from all reviewers."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Application, HiddenWords, Review
from fellowship.reviewing.blinding import Mask
from fellowship.reviewing.readings import open_readings


class NothingLikeThat(Refused):
    """No answer of this application says that. Copy the words as they stand there."""


@transaction.atomic
def report(review: Review, what: str, *, actor: User, now: datetime) -> None:
    """A reviewer says what tells whose application it is; the newest report stands."""
    found: Review = open_readings(Review.objects.select_for_update(of=("self",))).get(pk=review.pk)
    found.named_what, found.named_at, found.named_settled_at = what, now, None
    found.save(update_fields=["named_what", "named_at", "named_settled_at", "updated_at"])
    audit.record(
        actor=actor, action="fellowship.name_reported", about=found,
        scope=review.application.call.cohort.programme.scope, now=now,
    )  # fmt: skip


@transaction.atomic
def hide(application: Application, words: str, *, actor: User, now: datetime) -> HiddenWords:
    """Hide words in the answers of one application from its reviewers. Raises NothingLikeThat."""
    mask = Mask((), [words])
    texts = application.answers.filter(question__is_assessed=True).values_list("text", flat=True)
    if not any(mask.hide(text) != Mask((), ()).hide(text) for text in texts):
        raise NothingLikeThat
    made, is_new = HiddenWords.objects.get_or_create(
        application=application, words=" ".join(words.split()), defaults={"hidden_by": actor}
    )
    if is_new:
        audit.record(
            actor=actor, action="fellowship.words_hidden", about=application, subject=application.user,
            scope=application.call.cohort.programme.scope, now=now,
        )  # fmt: skip
    return made


@transaction.atomic
def show_again(application: Application, hidden_id: int, *, actor: User, now: datetime) -> None:
    """Show words again. Once they are shown nothing happens."""
    deleted, _ = application.hidden_words.filter(pk=hidden_id).delete()
    if deleted:
        audit.record(
            actor=actor, action="fellowship.words_shown_again", about=application, subject=application.user,
            scope=application.call.cohort.programme.scope, now=now,
        )  # fmt: skip


def settle(application: Application, *, now: datetime) -> None:
    """All reports about this application are seen to."""
    reported(application.reviews.all()).update(named_settled_at=now)


def reported(rows: "QuerySet[Review]") -> "QuerySet[Review]":
    return rows.filter(named_at__isnull=False, named_settled_at=None)
