"""Hides what opens something by itself in letters that staff read, so that reading one is all that they can do with it.

An address of ours may hold a secret: to stop letters, to read a calendar or a report, to choose a new password. What
is a secret in an address is said by its name there: ``urls.py`` calls it one of ``SECRETS``.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from notifications.links import AFTER_AN_ADDRESS

SECRETS = frozenset({"token", "secret", "key", "code"})
_MASK = re.compile(r"\bhidden-(\d{1,3})\b")


def masked(text: str) -> str:
    """The text with ``hidden-1``, ``hidden-2`` and so on in the place of secrets in addresses on our site."""
    for number, secret in enumerate(_secrets(text), start=1):
        text = _ours().sub(lambda found: found[0].replace(secret, f"hidden-{number}"), text)  # noqa: B023 - used at once
    return text


def unmasked(text: str, original: str) -> str:
    """A text that was ``masked(original)``, changed by a person perhaps, with the secrets of the original again."""
    secrets = dict(enumerate(_secrets(original), start=1))
    return _ours().sub(lambda found: _MASK.sub(lambda mask: secrets.get(int(mask[1]), mask[0]), found[0]), text)


def _secrets(text: str) -> list[str]:
    """The secrets in a text as they are written in it, each once, in order."""
    found = (secret for address in _ours().findall(text) for secret in _secrets_in(address.rstrip(AFTER_AN_ADDRESS)))
    return list(dict.fromkeys(found))


def _secrets_in(address: str) -> Iterator[str]:
    parts = urlsplit(address)
    try:
        named = resolve(parts.path).kwargs
    except Resolver404:
        named = {}
    yield from (value for name, value in named.items() if name in SECRETS)
    pairs = (pair.partition("=") for pair in parts.query.split("&"))
    yield from (value for name, _, value in pairs if name in SECRETS and value)


def _ours() -> "re.Pattern[str]":
    return re.compile(re.escape(settings.SITE_URL) + r"/[^\s<>]*")
