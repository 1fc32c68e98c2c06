"""Makes the e-mail of a message: for the mail server, and for staff to look at."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from notifications.conversation import LetterRefused, words_of
from notifications.letters import Calendar, Drop, Mail, letter_called
from notifications.mime import Letter
from notifications.models import Message
from notifications.writing import Finished, Written, finish, one_line, write

log = structlog.get_logger(__name__)


def words_of_message(message: Message, mail: Mail) -> Written:
    """The words of a message: those it was given while it was held, else those its letter has now."""
    if message.prewritten:
        return Written(message.subject, message.text)
    return write(mail)


def compose(mail: Mail, words: Finished, *, key: str) -> Letter:
    """The letter as the mail backend takes it. Raises LetterRefused if its address is none."""
    try:
        validate_email(mail.to)
    except ValidationError:
        raise LetterRefused("The address is not an e-mail address.") from None
    # The two about automatic answers keep absence notes from coming back to us.
    headers = {**mail.headers, "Message-ID": message_id_of(key)}
    headers |= {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}
    if mail.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email = Letter(subject=words.subject, body=words.text, to=[mail.to], reply_to=list(mail.reply_to), headers=headers)
    email.attach_alternative(words.html, "text/html")
    if mail.calendar:
        _add_calendar(email, mail.calendar)
    for one in mail.attachments:
        email.attach(one_line(one.name), one.content, one.mime_type)
    return email


def message_id_of(key: str) -> str:
    """The same for every attempt at the same message, so that mail systems can drop a repeat."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"


@dataclass(frozen=True)
class Shown:
    """A letter for staff to look at. ``problem`` says why there are no words."""

    to: str
    subject: str
    text: str
    problem: str = ""


def preview(message: Message, *, now: datetime) -> Shown:
    """A letter as it left, or as it would leave at ``now``. Only reads; whatever goes wrong with it is said."""
    if message.state == Message.State.SENT or (message.finished_at and message.text):
        forgotten = "" if message.text else "The words were deleted after their time."
        return Shown(message.to, message.subject, message.text, forgotten)
    try:
        mail = letter_called(message.letter).render(message.about_id, now)
        if isinstance(mail, Drop):
            return Shown(message.to, message.subject, message.text, f"It would be dropped now: {mail.reason}")
        words = finish(words_of_message(message, mail), mail)
    except Exception as error:
        log.exception("letter_cannot_be_shown", message=message.pk, letter=message.letter)
        return Shown(message.to, message.subject, message.text, f"It cannot be written now. {words_of(error)}")
    return Shown(mail.to, words.subject, words.text)


def _add_calendar(email: Letter, calendar: Calendar) -> None:
    """Invitations travel twice: as a form of the letter, which mail programs act on, and as a file to keep."""
    text, mime_type = calendar.content.decode(), f'text/calendar; method="{calendar.method}"'
    if calendar.method != "PUBLISH":
        email.attach_alternative(text, mime_type)
    email.attach(one_line(calendar.name), text, mime_type)
