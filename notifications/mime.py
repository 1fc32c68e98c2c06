"""How a letter becomes bytes: those that Django would write, at a fraction of the processor time (docs/adr/0064)."""

import re
import secrets
from email.policy import compat32
from email.utils import formatdate, parseaddr
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import forbid_multi_line_headers, sanitize_address

POLICY = compat32.clone(linesep="\r\n")
# A header that needs no folding, and a line that needs no encoding (RFC 5322).
SHORT_HEADER = 76
LONGEST_LINE = 998


class Letter(EmailMultiAlternatives):
    """An e-mail that is quick to write out for SMTP. To other mail programs it is the e-mail of Django that it is."""

    def envelope(self) -> tuple[str, list[str]]:
        """The bare addresses of who sends it and of who gets it."""
        return _bare(self.from_email), list(map(_bare, self.to))

    def as_bytes(self) -> bytes:
        """What ``message()`` becomes for SMTP (a test compares them), but for its boundaries.

        Text with short lines is put together here. Whatever else there may be is left to the library.
        """
        forms = [("", self.body, "text/plain"), *(("", *form) for form in self.alternatives)]
        files = self.attachments
        if not all(_is_plain(part) for part in (*forms, *files)):
            return self.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
        letter = _together("alternative", list(map(_text, forms)))
        if files:
            letter = _together("mixed", [letter, *map(_text, files)])
        head, parts = letter.split(b"\r\n\r\n", 1)
        headers = {"Subject": str(self.subject), "From": self.from_email, "To": ", ".join(self.to)}
        if self.reply_to:
            headers["Reply-To"] = ", ".join(self.reply_to)
        headers |= {"Date": formatdate(), **self.extra_headers}
        written = b"".join(_header(name, value) for name, value in headers.items())
        return head + b"\r\n" + written + b"\r\n" + parts


def _is_plain(part: object) -> bool:
    """Whether a part is ``(name or "", text, type)`` that needs no encoding."""
    match part:
        case (str(name), str(text), str(mime_type)):
            short = all(len(line) <= LONGEST_LINE for line in text.encode().split(b"\n"))
            return short and mime_type.startswith("text/") and bool(re.fullmatch(r"[\w.-]*", name, re.ASCII))
    return False


def _text(part: Any) -> bytes:
    name, text, mime_type = part
    body: bytes = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n").encode()
    head = _header("Content-Type", f'{mime_type}; charset="utf-8"') + b"MIME-Version: 1.0\r\n"
    head += b"Content-Transfer-Encoding: 7bit\r\n" if body.isascii() else b"Content-Transfer-Encoding: 8bit\r\n"
    if name:
        head += _header("Content-Disposition", f'attachment; filename="{name}"')
    return head + b"\r\n" + body


def _together(kind: str, parts: list[bytes]) -> bytes:
    # Nobody can guess it and write it into a name. The library would search all words for one of its own.
    boundary = secrets.token_hex(12)
    between = f"\r\n--{boundary}\r\n".encode()
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\nMIME-Version: 1.0\r\n'
    return head.encode() + between + between.join(parts) + f"\r\n--{boundary}--\r\n".encode()


def _header(name: str, value: str) -> bytes:
    """The library checks each header for line breaks and weighs it for folding; a short plain one needs neither."""
    if value.isascii() and value.isprintable() and len(name) + len(value) < SHORT_HEADER:
        return f"{name}: {value}\r\n".encode()
    return POLICY.fold_binary(*forbid_multi_line_headers(name, value, "utf-8"))


def _bare(address: str) -> str:
    """Without the name; the domain as mail servers take it."""
    return parseaddr(address if address.isascii() else sanitize_address(address, "utf-8"))[1]
