"""Events in the audit trail."""

import pytest

from accounts import audit
from accounts.audited import Thing, things_in
from tests.events.world import NOW, draft

pytestmark = pytest.mark.django_db


def test_an_event_is_called_by_its_title_and_leads_to_those_who_run_it() -> None:
    on = draft(title="Data evening")
    entry = audit.record(actor=None, action="events.event_made", about=on, now=NOW)
    assert things_in([entry]) == {f"events.event:{on.pk}": Thing("Data evening", f"/staff/events/{on.slug}/")}
    on.delete()
    assert things_in([entry]) == {}
