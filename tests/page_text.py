"""What a page says, without its markup."""

import html
import re

from django.test import Client


def text(client: Client, address: str) -> str:
    """The words of the page at ``address``, with single spaces, after checking that it answers 200."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    words = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+([.,:])", r"\1", re.sub(r"\s+", " ", words))
