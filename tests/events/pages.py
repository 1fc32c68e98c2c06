"""What tests of pages of events share: asking for a page, posting a form, reading a list."""

import re

from django.test import Client
from django.urls import reverse


def page(client: Client, name: str, *arguments: object, **query: str) -> str:
    answer = client.get(reverse(f"events:{name}", args=arguments), query)
    assert answer.status_code == 200, (name, answer.status_code, answer.headers.get("Location"))
    return answer.content.decode()


def titles(html: str) -> list[str]:
    return re.findall(r'app-card__link" href="[^"]+">([^<]+)<', html)


def post(client: Client, name: str, slug: str, **data: object) -> str:
    answer = client.post(reverse(f"events:{name}", args=[slug]), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()
