"""Certificates of learning: a file that a person keeps with a course they completed, and only they get back."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.refusals import Refused
from planning.models.learning_taken import Certificate, LearningTaken

MOST_BYTES = 2_000_000
MOST_FILES = 30
ENDINGS = {Certificate.Kind.PDF: "pdf", Certificate.Kind.PNG: "png", Certificate.Kind.JPEG: "jpg"}
TYPES = {
    Certificate.Kind.PDF: "application/pdf", Certificate.Kind.PNG: "image/png", Certificate.Kind.JPEG: "image/jpeg",
}  # fmt: skip
_BEGINNINGS = {
    b"%PDF-": Certificate.Kind.PDF,
    b"\x89PNG\r\n\x1a\n": Certificate.Kind.PNG,
    b"\xff\xd8\xff": Certificate.Kind.JPEG,
}


class NotACertificate(Refused):
    """We keep PDF files and PNG or JPEG pictures. Save it as one of these, or take a photo of it."""


class EnoughCertificates(Refused):
    """You keep 30 certificates here. Delete one that you no longer need, then add this."""


def kind_of(content: bytes) -> Certificate.Kind:
    """What a file is, by its content and not by its name. Raises NotACertificate."""
    if len(content) > MOST_BYTES:
        raise NotACertificate(
            f"The file is larger than {MOST_BYTES // 1_000_000} MB. Save it smaller, or take a photo of it."
        )
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    raise NotACertificate


@transaction.atomic
def keep_certificate(user: User, learning: int, *, content: bytes, now: datetime) -> None:
    """Keep a file with what a person says of the course with this id, in place of the one that was there.

    Raises NotACertificate, EnoughCertificates, LearningTaken.DoesNotExist.
    """
    kind = kind_of(content)
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # files are counted one after the other
    taken = LearningTaken.objects.get(user=user, learning=learning)
    others = Certificate.objects.filter(taken__user=user).exclude(taken=taken)
    if others.count() >= MOST_FILES:
        raise EnoughCertificates
    Certificate.objects.update_or_create(
        taken=taken, defaults={"kind": kind, "size": len(content), "content": content, "kept_at": now}
    )


def delete_certificate(user: User, learning: int) -> None:
    """Throw the file away; what was said of the course stays. Once is as good as twice."""
    Certificate.objects.filter(taken__user=user, taken__learning=learning).delete()
