"""Reading answers of pages in tests: their words, links and headings."""

import re
from html import unescape
from itertools import count

from django.http import HttpResponse
from django.utils import timezone

from careers.models import Revision
from careers.revision import bump_revision

_REVISIONS = count(1_000_000)


def html(response: HttpResponse) -> str:
    """The page's source, of an answer that must be 200."""
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def words(response: HttpResponse) -> str:
    """What the main part of the page says, without markup, with single spaces."""
    main = re.search(r"<main.*</main>", html(response), re.DOTALL)
    assert main is not None
    without_tags = re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:span|strong|a)\b[^>]*>", "", main.group()))
    return " ".join(unescape(without_tags).split())


def links(response: HttpResponse) -> dict[str, str]:
    """Words of each link → its address; of links with the same words the first."""
    found: dict[str, str] = {}
    for address, inner in re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html(response), re.DOTALL):
        text = " ".join(unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", "", inner, flags=re.DOTALL)).split())
        found.setdefault(text, unescape(address))
    return found


def catalogue_changed() -> None:
    """Say that the catalogue has changed, with a revision that no other test has had: its rows are rolled back, but
    what a process keeps per revision is not."""
    bump_revision(now=timezone.now())
    Revision.objects.update(number=next(_REVISIONS))


def heading(response: HttpResponse) -> str:
    """The words of the one h1."""
    (found,) = re.findall(r"<h1[^>]*>(.*?)</h1>", html(response), re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", found)).split())
