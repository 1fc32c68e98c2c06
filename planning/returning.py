"""Return codes: a short code with which somebody who never signed in comes back to their answers, for 30 days."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from common.refusals import Refused
from planning.models import Assessment, ReturnCode

LIFETIME = timedelta(days=30)
# Without letters and digits that look or sound alike. Twelve of them are 58 bits: far too many to try.
ALPHABET = "3479ACDEFGHJKMNPQRTUVWXY"
LENGTH, GROUP = 12, 4
_SALT = "planning.returning"


class CodeOpensNothing(Refused):
    """This code opens nothing. Check each letter. Codes work for 30 days, and not after you signed in."""


def make_code(assessment: Assessment, *, now: datetime) -> str:
    """A code for a signed-out assessment; the one before opens nothing any more. It is shown once and not kept."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    ReturnCode.objects.update_or_create(
        assessment=assessment, defaults={"digest": _digest(code, settings.SECRET_KEY), "expires_at": now + LIFETIME}
    )
    return "-".join(code[place : place + GROUP] for place in range(0, LENGTH, GROUP))


@transaction.atomic
def open_code(typed: str, *, now: datetime) -> Assessment:
    """The assessment of a code, however it was typed, awake for another half hour. Raises CodeOpensNothing."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    digests = [_digest(code, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    found = Assessment.objects.filter(user=None, return_code__digest__in=digests, return_code__expires_at__gt=now)
    assessment = found.first()
    if assessment is None:
        raise CodeOpensNothing
    Assessment.objects.filter(pk=assessment.pk).update(seen_at=now)
    assessment.seen_at = now
    return assessment


def _digest(code: str, key: str) -> str:
    return salted_hmac(_SALT, code, secret=key, algorithm="sha256").hexdigest()
