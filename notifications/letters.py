"""Letters: functions registered by name that write an e-mail at the moment it is sent, or say why it should not be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a letter."""

    name: str
    content: bytes
    mime_type: str


@dataclass(frozen=True)
class Mail:
    """A letter ready to send. ``template`` names ``templates/emails/<template>.txt`` and, if there is one, ``.html``.

    The first line of the text template is the subject.
    """

    to: str
    template: str
    context: dict[str, object] = field(default_factory=dict)
    reply_to: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    unsubscribe_url: str = ""


@dataclass(frozen=True)
class Drop:
    """The letter is stale, withdrawn or no longer wanted. ``reason`` is shown to staff."""

    reason: str


Render = Callable[[int, datetime], Mail | Drop]


@dataclass(frozen=True)
class Letter:
    """A registered letter. ``essential`` ones cannot be switched off by the person who gets them."""

    name: str
    title: str
    essential: bool
    render: Render


_REGISTRY: dict[str, Letter] = {}


def letter(name: str, *, title: str, essential: bool = False) -> Callable[[Render], Render]:
    """Registers ``render(about_id, now)`` as the letter ``name`` (``<app>.<what happened>``)."""

    def register(render: Render) -> Render:
        if name in _REGISTRY:
            raise ValueError(f"The letter {name} is registered twice.")
        _REGISTRY[name] = Letter(name, title, essential, render)
        return render

    return register


def find_letter(name: str) -> Letter | None:
    """The letter of that name, or None if the code that knew it has gone."""
    return _REGISTRY.get(name)


def all_letters() -> list[Letter]:
    """Every registered letter, by title."""
    return sorted(_REGISTRY.values(), key=lambda one: one.title)


@dataclass(frozen=True)
class Written:
    """The words of a letter."""

    subject: str
    text: str
    html: str


def write(mail: Mail) -> Written:
    """Fills the templates of a letter. The subject is one line, whatever names it contains."""
    subject, _, text = render_to_string(f"emails/{mail.template}.txt", mail.context).strip().partition("\n")
    try:
        html = get_template(f"emails/{mail.template}.html").render(mail.context)
    except TemplateDoesNotExist:
        html = html_of(subject, text)
    return Written(one_line(subject), text.strip() + "\n", html)


def html_of(subject: str, text: str) -> str:
    """The simple layout around plain text: paragraphs, and addresses as links."""
    return render_to_string("emails/from_text.html", {"subject": one_line(subject), "text": text.strip()})


def one_line(text: str) -> str:
    """Without line breaks or control characters, so that no name can add a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]
