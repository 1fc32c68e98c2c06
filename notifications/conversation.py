"""A conversation with the mail server, over which many letters may go, and what its refusals mean."""

import re
import smtplib
from contextlib import suppress

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from notifications.mime import Letter

try:
    from anymail import exceptions as anymail
except ImportError:  # an optional extra, for hosted mail providers
    anymail = None

SERVICE_NOT_AVAILABLE = 421
TOO_LARGE = 552
# Of a hosted provider: our key is wrong or may not do this, or we send too much. No letter is at fault.
NOT_THE_LETTERS_FAULT = (401, 403, 429)


class ServerAway(Exception):
    """The mail server cannot be reached, or takes nothing from us at all: no letter is at fault."""


class LetterRefused(Exception):
    """The mail server will never take this letter."""


class Conversation:
    """Speaks to whatever ``EMAIL_BACKEND`` names, from the first letter until ``close``.

    After any failure it begins anew, so that no letter finds the conversation where a bad one left it.
    """

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None

    def send(self, email: EmailMessage) -> None:
        """Send one letter.

        Raises ServerAway or LetterRefused; anything else that it raises was about this letter and may pass by itself.
        """
        is_new = self._backend is None
        backend = self._open()
        try:
            taken = _hand_over(email, backend)
        except Exception as error:
            self.close()
            if not is_new and _has_hung_up(error):
                # Many servers end a conversation after so many letters, or so long a pause. That is not a failure.
                self.send(email)
                return
            if (meaning := _meaning_of(error)) is not None:
                raise meaning from error
            raise
        if not taken:
            raise LetterRefused("The mail program took no recipient of this letter.")

    def close(self) -> None:
        """Say goodbye. A server that does not answer even that is not worth an error."""
        if self._backend is not None:
            with suppress(Exception):
                self._backend.close()
        self._backend = None

    def _open(self) -> BaseEmailBackend:
        try:
            self._backend = self._backend or get_connection()
            self._backend.open()
        except Exception as error:
            self.close()
            raise ServerAway(words_of(error)) from error
        return self._backend


def words_of(error: Exception) -> str:
    """What a person should read of an error, on one line and without anyone's address."""
    match error:
        case ServerAway() | LetterRefused():
            words = str(error)
        case smtplib.SMTPRecipientsRefused():
            words = "; ".join(f"{code} {_text(reply)}" for code, reply in error.recipients.values())
        case smtplib.SMTPResponseException():
            words = f"{error.smtp_code} {_text(error.smtp_error)}"
        case _:
            words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return re.sub(r"[^\s<>@,;:'\"]+@[^\s<>@,;:'\"]+", "(address)", " ".join(words.split()))[:1000]


def _hand_over(email: EmailMessage, backend: BaseEmailBackend) -> int:
    """Send it. Returns how many recipients the mail program took, roughly: 0 is none."""
    if isinstance(backend, SmtpBackend) and backend.connection and isinstance(email, Letter):
        # As ``send_messages`` does, but for how the letter is written out.
        backend.connection.sendmail(*email.envelope(), email.as_bytes())
        return 1
    return backend.send_messages([email])


def _meaning_of(error: Exception) -> ServerAway | LetterRefused | None:
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code != TOO_LARGE:
        # What is refused is our own address, which is the same for every letter.
        return ServerAway(words_of(error))
    if anymail and isinstance(error, anymail.AnymailAPIError) and not _answers_about_the_letter(error.status_code):
        return ServerAway(words_of(error))
    return LetterRefused(words_of(error)) if _is_permanent(error) else None


def _is_permanent(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return 500 <= error.smtp_code < 600
    if anymail and isinstance(error, anymail.AnymailAPIError):
        return bool(400 <= error.status_code < 500)
    return bool(anymail) and isinstance(error, anymail.AnymailRecipientsRefused)


def _answers_about_the_letter(status: int | None) -> bool:
    return status is not None and status not in NOT_THE_LETTERS_FAULT


def _has_hung_up(error: Exception) -> bool:
    """Whether the server ended the conversation. A time-out is not that: it may have taken the letter."""
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return not isinstance(error.__context__, TimeoutError)
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code == SERVICE_NOT_AVAILABLE


def _text(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
