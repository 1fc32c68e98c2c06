"""Writes a letter: its templates filled, its subject one line, its words safe to send and to store."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.template import Context
from django.template.backends.django import Template
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string

from notifications.letters import Mail
from notifications.links import only_links_we_mean, only_links_we_mean_in_html

LONGEST_SUBJECT = 300
# Control characters but for line ends and tabs, halves of characters, and marks that turn the direction.
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Written:
    """The words of a letter without the lines that every letter ends with. ``html`` is empty if made from the text."""

    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True)
class Finished:
    """The words of a letter as they leave."""

    subject: str
    text: str
    html: str


def write(mail: Mail) -> Written:
    """Fills the templates of a letter. Raises TemplateDoesNotExist, or whatever filling them raises."""
    context = {"service_name": settings.SERVICE_NAME, "site_url": settings.SITE_URL, **mail.context}
    subject, _, text = _plain(f"emails/{mail.template}.txt", context).strip().partition("\n")
    try:
        html = get_template(f"emails/{mail.template}.html").render({**context, "subject": one_line(subject)})
    except TemplateDoesNotExist as missing:
        if missing.args[0] != f"emails/{mail.template}.html":
            raise
        html = ""
    links = (*mail.links, mail.unsubscribe_url)
    return Written(
        one_line(only_links_we_mean(subject, links)),
        tidy(only_links_we_mean(text, links)),
        only_links_we_mean_in_html(html, links) if html else "",
    )


def finish(written: Written, mail: Mail) -> Finished:
    """Adds what every letter ends with: who sends it and how to stop it."""
    context = {"service_name": settings.SERVICE_NAME, "site_url": settings.SITE_URL}
    context |= {"unsubscribe_url": mail.unsubscribe_url, "subject": written.subject, "text": written.text}
    ending = _plain("emails/ending.txt", context)
    html = written.html or render_to_string("emails/from_text.html", context)
    return Finished(written.subject, f"{written.text}\n{ending.strip()}\n", html)


def one_line(text: str) -> str:
    """Without line breaks, control characters and marks that turn the direction, so that no name can add a header."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())[:LONGEST_SUBJECT]


def tidy(text: str) -> str:
    """Plain lines: no control characters, no marks that turn the direction, at most one empty line together."""
    text = re.sub("\r\n|[\r\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]", "\n", text)
    lines = "\n".join(line.rstrip() for line in UNWANTED.sub("", text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def _plain(name: str, context: Mapping[str, object]) -> str:
    """A template of plain text: nothing is escaped, since "O'Brien & Sons" must read so."""
    template = cast("Template", get_template(name)).template
    return template.render(Context(dict(context), autoescape=False))
