"""Which web addresses in a letter may be links.

Mail programs make links of whatever looks like an address, so a person could call themselves "Sign in at evil.example"
and have it sent under our name. Only addresses on our own site, and those that a letter names, stay as they are.
"""

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings

# Invisible, and no mail program takes "evil.⁠example" for an address. GOV.⁠UK reads as before.
JOINER = "\N{WORD JOINER}"
DOT = "[.\N{IDEOGRAPHIC FULL STOP}\N{FULLWIDTH FULL STOP}\N{HALFWIDTH IDEOGRAPHIC FULL STOP}]"
SCHEME = r"[a-z][a-z0-9+.-]{0,20}:/{2,}"
# Bounded repeats: a long run of letters must not be looked at from each of its letters to its end.
LIKE_AN_ADDRESS = re.compile(
    rf"""
    (?P<person>[\w.+%'-]{{1,64}}@[\w.-]+)               # an e-mail address stays
    | (?P<site>(?:{SCHEME}|\bwww{DOT})[^\s<>]+)
    | (?P<bare>(?:\b|(?<![\w-])(?=-))(?:[\w-]{{1,63}}{DOT}){{1,10}}[^\W\d_]{{2,}}(?::\d+)?(?:[/?#][^\s<>]*)?)
    """,
    re.VERBOSE | re.IGNORECASE,
)
BEGINNING = re.compile(rf"{SCHEME}|\bwww{DOT}", re.IGNORECASE)
AFTER_AN_ADDRESS = ".,;:!?)]}'\"»”’"


def only_links_we_mean(text: str, links: Iterable[str] = ()) -> str:
    """Plain text in which only addresses on our site and in ``links`` can become links."""
    meant = frozenset(links)
    return LIKE_AN_ADDRESS.sub(lambda found: _checked(found, meant), text)


def only_links_we_mean_in_html(html: str, links: Iterable[str] = ()) -> str:
    """The same for an HTML page: its text between tags, and the targets of its links. Its head is left alone."""
    meant = frozenset(links)
    head, body, rest = html.partition("<body")
    parts = re.split(r"(<[^>]*>)", body + rest)
    return head + "".join(
        _checked_tag(part, meant) if part.startswith("<") else only_links_we_mean(part, _escaped(meant))
        for part in parts
    )


def _checked(found: "re.Match[str]", meant: frozenset[str]) -> str:
    address = found.group()
    if found.lastgroup == "person" or _is_meant(address, meant):
        return address
    while (bare := BEGINNING.sub("", address)) != address:
        address = bare
    return re.sub(f"({DOT})", rf"\1{JOINER}", address)


def _checked_tag(tag: str, meant: frozenset[str]) -> str:
    def target(found: "re.Match[str]") -> str:
        address = unescape(found[1])
        return found[0] if address.startswith("mailto:") or _is_meant(address, meant) else 'href="#"'

    return re.sub(r'href="([^"]*)"', target, tag)


def _is_meant(address: str, meant: frozenset[str]) -> bool:
    address = address.rstrip(AFTER_AN_ADDRESS)
    if address in meant:
        return True
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        host = parts.netloc
    except ValueError:
        return False
    ours = urlsplit(settings.SITE_URL)
    return host.lower() == ours.netloc.lower() and parts.scheme.lower() in ("", ours.scheme)


def _escaped(meant: frozenset[str]) -> frozenset[str]:
    return meant | {one.replace("&", "&amp;") for one in meant}
