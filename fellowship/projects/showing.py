"""What the world may read of a project: offered by the fellow, published by the team, taken back by either at once."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Project


class NotOffered(Refused):
    """The fellow does not offer this project to be shown, or its summary is empty. Ask them first."""


@transaction.atomic
def offer(project: Project, *, summary: str, is_offered: bool, now: datetime) -> Project:
    """Keep the summary for everybody, and whether it may be shown with the fellow's name.

    Who takes the consent back, or empties the summary, takes the page down in the same moment. A changed summary goes
    down too until the team has read it.
    """
    project = (
        Project.objects.select_for_update(of=("self",)).select_related("fellow__cohort__programme").get(pk=project.pk)
    )
    if project.published_at and (not is_offered or summary != project.summary):
        project.published_at = None
    if is_offered and not project.is_offered:
        project.offered_at = now
    project.summary, project.is_offered = summary, is_offered
    project.save()
    return project


@transaction.atomic
def publish(project: Project, *, is_public: bool, actor: User, now: datetime) -> Project:
    """Show a project on the public page of its cohort, or no longer. Raises NotOffered."""
    project = (
        Project.objects.select_for_update(of=("self",)).select_related("fellow__cohort__programme").get(pk=project.pk)
    )
    if is_public and not (project.is_offered and project.summary):
        raise NotOffered
    if bool(project.published_at) != is_public:
        project.published_at = now if is_public else None
        project.save()
        audit.record(
            actor=actor, action="fellowship.project_shown" if is_public else "fellowship.project_hidden", about=project,
            subject=project.fellow.user, scope=project.fellow.cohort.programme.scope, now=now,
        )  # fmt: skip
    return project
