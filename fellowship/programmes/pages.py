"""The public page of a programme, written by those who run it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import Programme, User
from fellowship.models import ProgrammePage


def page_of(programme: Programme) -> ProgrammePage:
    """The page as it is, or an empty one that nobody sees yet."""
    return ProgrammePage.objects.filter(programme=programme).first() or ProgrammePage(programme=programme)


@transaction.atomic
def save_page(programme: Programme, fields: Mapping[str, Any], *, actor: User, now: datetime) -> ProgrammePage:
    """Change the page. ``fields``: summary, about, skilled, connected, inspired, is_public."""
    page, _ = ProgrammePage.objects.update_or_create(programme=programme, defaults=fields)
    audit.record(
        actor=actor, action="fellowship.page_saved", about=programme, scope=programme.scope,
        detail={"is_public": page.is_public}, now=now,
    )  # fmt: skip
    return page
