"""A fellow's project, learning set, mentors, and what comes after the year."""

from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from fellowship import alumni
from fellowship.models import AgreedAction, AlumniEntry, AlumniSurvey, Fellow, LearningSet, Project, SetMeeting
from fellowship.views.sections.section import Section
from mentoring.models import Conversation, Match

_TEMPLATES = "fellowship/sections"


def project(fellow: Fellow, reader: User, now: datetime) -> Section:
    """The project: how it stands, and whether the month is written down. Three queries."""
    today = timezone.localdate(now)
    found = Project.objects.filter(fellow=fellow).annotate(last_month=Max("updates__month")).first()
    late = found.milestones.filter(done_on=None, due_on__lt=today).count() if found else 0
    here = {
        "project": found, "late": late, "mine": reader.pk == fellow.user_id, "this_month": today.replace(day=1),
        "has_update": found is not None and found.last_month == today.replace(day=1),
        "goes_on": fellow.state not in alumni.FINISHED,
    }  # fmt: skip
    return Section("project", "Project", f"{_TEMPLATES}/project.html", here)


def learning_set(fellow: Fellow, reader: User, now: datetime) -> Section | None:
    """The set, its next meeting and one's own open actions; None before fellows know their sets. Three queries."""
    if fellow.cohort.sets_told_at is None:
        return None
    found = LearningSet.objects.inside(fellow.user, now=now).filter(members__fellow=fellow).first()
    if found is None:
        return None
    coming = SetMeeting.objects.filter(learning_set=found, event__state="PUBLISHED", event__ends_at__gt=now)
    actions = AgreedAction.objects.filter(meeting__learning_set=found, fellow=fellow, done_at=None)
    here = {
        "goes_on": fellow.state not in alumni.FINISHED,
        "set": found,
        "next": coming.select_related("event").first(),
        "actions": list(actions),
    }
    return Section("set", "Learning set", f"{_TEMPLATES}/learning_set.html", here)


def mentors(fellow: Fellow, reader: User, now: datetime) -> Section:
    """The mentor, and single conversations with a range of mentors. Two queries."""
    talks = Conversation.objects.filter(mentee=fellow.user_id).taking(now).select_related("mentor")
    rows = list(talks.order_by("starts_at"))
    here = {
        "pairs": list(Match.objects.taken().filter(mentee=fellow.user_id).select_related("mentor")),
        "coming": [one for one in rows if one.starts_at > now],
        "talked_with": len({one.mentor_id for one in rows if one.starts_at <= now}),
    }  # fmt: skip
    return Section("mentors", "Mentors", f"{_TEMPLATES}/mentors.html", here)


def after_the_year(fellow: Fellow, reader: User, now: datetime) -> Section | None:
    """The directory and surveys, for those who finished. Two queries."""
    if fellow.state not in alumni.FINISHED:
        return None
    here = {
        "entry": AlumniEntry.objects.filter(fellow=fellow).first(),
        "surveys": list(AlumniSurvey.objects.filter(fellow=fellow)),
        "is_mentor": hasattr(fellow.user, "mentor"),
    }
    return Section("after", "After the year", f"{_TEMPLATES}/after_the_year.html", here)
