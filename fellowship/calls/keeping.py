"""A call made or changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Call, Cohort


class HasOpened(Refused):
    """The call has opened, so its start cannot change any more."""


class CannotCloseEarlier(Refused):
    """People were told that they have until then. A call that has opened can be given more time, never less."""


@transaction.atomic
def save_call(cohort: Cohort, *, fields: Mapping[str, Any], actor: User, now: datetime) -> Call:
    """Make or change the call of a cohort. Raises HasOpened, CannotCloseEarlier."""
    Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=cohort.pk)
    call = Call.objects.filter(cohort=cohort).first() or Call(cohort=cohort)
    if call.published_at and call.opens_at <= now:
        if fields["opens_at"] != call.opens_at:
            raise HasOpened
        if fields["closes_at"] < call.closes_at:
            raise CannotCloseEarlier
    for name, value in fields.items():
        setattr(call, name, value)
    call.save()
    audit.record(actor=actor, action="fellowship.call_saved", about=call, scope=cohort.programme.scope, now=now)
    return call
