"""Letters about projects: that somebody said something, or wrote the month down. Not what: that is on the page."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.preferences import stop_url, wants
from fellowship.hearing import who_hears
from fellowship.models import Project, ProjectComment, ProjectUpdate
from fellowship.models.moves import FellowState
from fellowship.updates import waiting_of
from notifications.letters import Drop, Mail, letter

COMMENTED, WRITTEN = "fellowship.project_commented", "fellowship.update_written"
WAITS = "fellowship.update_waits"
_WITH_ALL = ("project__fellow__user", "project__fellow__adviser", "project__fellow__cohort__programme")


@letter(COMMENTED, title="Somebody commented on a project")
def project_commented(comment_id: int, now: datetime) -> Mail | Drop:
    """About a comment: to the fellow, or from the fellow to who hears about them today."""
    said = ProjectComment.objects.select_related("author", *_WITH_ALL).filter(pk=comment_id).first()
    if said is None:
        return Drop("The comment was deleted.")
    fellow = said.project.fellow
    to = fellow.user if said.author_id != fellow.user_id else who_hears(fellow, now=now)
    return _mail(to, COMMENTED, "project_commented", said.project, {"author": said.author})


@letter(WRITTEN, title="A fellow wrote a monthly update")
def update_written(update_id: int, now: datetime) -> Mail | Drop:
    """About an update, to who hears about the fellow today."""
    update = ProjectUpdate.objects.select_related(*_WITH_ALL).filter(pk=update_id).first()
    if update is None:
        return Drop("The update was deleted.")
    return _mail(
        who_hears(update.project.fellow, now=now), WRITTEN, "update_written", update.project, {"month": update.month}
    )


@letter(WAITS, title="The monthly update of your project is due")
def update_waits(project_id: int, now: datetime) -> Mail | Drop:
    """About a project, to its fellow: a month without an update."""
    project = Project.objects.select_related("fellow__user", "fellow__cohort__programme").filter(pk=project_id).first()
    if project is None or project.fellow.state != FellowState.ACTIVE:
        return Drop("Their year has ended, or they are away.")
    update = waiting_of([project], timezone.localdate(now)).get(project)
    if update is None:
        return Drop("It is written, or they are away.")
    return _mail(
        project.fellow.user, WAITS, "update_waits", project, {"update": update, "is_late": update.is_late},
        reverse("fellowship:update_edit", args=[project.fellow.uuid, update.month.year, update.month.month]),
    )  # fmt: skip


def _mail(
    to: User | None, name: str, template: str, project: Project, more: dict[str, object], page: str = ""
) -> Mail | Drop:
    if to is None or not to.is_active:
        return Drop("There is nobody to tell.")
    if not wants(to.pk, name):
        return Drop("The person does not want this letter.")
    fellow, programme = project.fellow, project.fellow.cohort.programme
    return Mail(
        to=to.email,
        template=f"fellowship/{template}",
        context={
            "person": to, "project": project, "fellow": fellow, "cohort": fellow.cohort, "programme": programme,
            "address": f"{settings.SITE_URL}{page or reverse('fellowship:project', args=[fellow.uuid])}", **more,
        },
        reply_to=(programme.reply_to,) if programme.reply_to else (),
        unsubscribe_url=stop_url(to.pk, name),
    )  # fmt: skip
