"""Questionnaires on the pages of a fellow."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from fellowship.evaluating.waves import waves_for
from fellowship.models import Fellow
from fellowship.views.sections.section import Section


def my_questionnaires(fellow: Fellow, reader: User, now: datetime) -> Section:
    """What waits for the fellow's answers. Four queries."""
    found = [wave for wave in waves_for(reader, timezone.localdate(now)) if wave.cohort_id == fellow.cohort_id]
    return Section("questionnaires", "Questionnaires", "fellowship/sections/my_questionnaires.html", {"waves": found})
