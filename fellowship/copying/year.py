"""Copies what a year consists of: days, themes, sessions and what runs all year, questionnaires and skills."""

from datetime import timedelta

from django.db.models import QuerySet

from accounts.models import User
from careers.models import Skill
from events.models import Event
from events.organising import slug_of
from fellowship.copying.rows import like
from fellowship.models import Activity, Cohort, CohortSkill, MandatoryDay, Theme, Wave


def copy_year(source: Cohort, copied: Cohort, moved: timedelta, *, organiser: User) -> None:
    """Everything that is planned for ``source``, so much later, with nobody in it; events are drafts again."""
    days = {day.pk: like(day, moved, cohort=copied) for day in source.mandatory_days.all()}
    MandatoryDay.objects.bulk_create(days.values())
    themes = {theme.pk: like(theme, cohort=copied) for theme in source.themes.all()}
    Theme.objects.bulk_create(themes.values())
    for activity in activities_of(source).prefetch_related("themes", "event__families", "event__skills"):
        new = like(
            activity, cohort=copied, mandatory_day=days.get(activity.mandatory_day_id or 0),
            event=_draft_of(activity.event, moved, organiser) if activity.event else None,
        )  # fmt: skip
        new.save()
        new.themes.set([themes[theme.pk] for theme in activity.themes.all()])
    Wave.objects.bulk_create(like(wave, moved, cohort=copied) for wave in source.waves.all())
    CohortSkill.objects.bulk_create(CohortSkill(cohort=copied, skill=skill) for skill in skills_of(source))


def activities_of(cohort: Cohort) -> "QuerySet[Activity]":
    """What was planned and not called off."""
    return Activity.objects.filter(cohort=cohort).exclude(event__state=Event.State.CANCELLED).select_related("event")


def skills_of(cohort: Cohort) -> "QuerySet[Skill]":
    """The skills that it measures, without those that the catalogue has no longer."""
    return Skill.objects.live().filter(pk__in=cohort.skills.values("skill"))


def _draft_of(event: Event, moved: timedelta, organiser: User) -> Event:
    """The same session so much later by the clocks of its zone: nobody is invited, and nothing is announced."""
    draft = like(
        event, moved, zone=event.zone, organiser=organiser, state=Event.State.DRAFT, series=None, sequence=0,
        moved_from_at=None, published_at=None,
    )  # fmt: skip
    draft.slug = slug_of(draft)
    draft.save()
    draft.families.set(event.families.all())
    draft.skills.set(event.skills.all())
    return draft
