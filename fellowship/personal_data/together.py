"""Projects, learning sets, letters to fellows, and what comes after the year."""

from accounts.privacy import delete_rows, goes_with_the_account, register
from fellowship.models import (
    AgreedAction,
    AlumniEntry,
    AlumniSurvey,
    Announcement,
    AnnouncementTo,
    LearningSet,
    Measure,
    MentorInvitation,
    Milestone,
    Project,
    ProjectComment,
    ProjectDocument,
    ProjectUpdate,
    Reading,
    Risk,
    SetMember,
    SetRun,
)
from fellowship.personal_data.fellows import FELLOWSHIPS, TEAM

PROJECT = "As long as your account exists, or until you take it out. A public page comes down when you say so."


def register_together() -> None:
    """Called once, when the app is ready. Erased from the last to the first."""
    _register_projects()
    _register_sets()
    _register_letters()


def _register_projects() -> None:
    mine = "fellow__user"
    register(
        Project, mine, title="Your improvement projects", keeps=PROJECT, erase=delete_rows,
        fields=(
            "title", "aim", "sponsor", "sponsor_job", "started_on", "summary", "is_offered", "offered_at",
            "published_at",
        ),
    )  # fmt: skip
    for model, title, fields in (
        (Measure, "Measures of your projects", ("project__title", "name", "unit", "baseline", "target")),
        (Milestone, "Milestones of your projects", ("project__title", "title", "due_on", "done_on")),
        (Risk, "Risks of your projects", ("project__title", "text", "likelihood", "impact", "answer", "closed_on")),
        (ProjectUpdate, "Your monthly updates", ("project__title", "month", "done", "coming", "in_the_way")),
        (ProjectDocument, "Documents of your projects", ("project__title", "name", "kind", "kept_at", "content")),
        (ProjectComment, "Comments on your projects", ("project__title", "author__name", "text", "written_at")),
    ):
        register(model, f"project__{mine}", title=title, keeps=PROJECT, erase=delete_rows, fields=fields)
    register(
        Reading, f"measure__project__{mine}", title="What your measures were", keeps=PROJECT, erase=delete_rows,
        fields=("measure__name", "on", "value"),
    )  # fmt: skip
    register(
        ProjectComment, "author", title="Your comments on projects", keeps=TEAM, erase=goes_with_the_account,
        fields=("project__title", "text", "written_at"),
    )  # fmt: skip


def _register_sets() -> None:
    register(
        SetMember, "fellow__user", title="Learning sets you are in", keeps=FELLOWSHIPS, erase=delete_rows,
        fields=("learning_set__cohort__name", "learning_set__number", "learning_set__name"),
    )  # fmt: skip
    register(
        AgreedAction, "fellow__user", title="What you took on in learning sets", keeps=FELLOWSHIPS, erase=delete_rows,
        fields=("text", "due_on", "done_at"),
    )  # fmt: skip
    register(
        LearningSet, "facilitator", title="Learning sets you lead", keeps=TEAM, erase=goes_with_the_account,
        fields=("cohort__name", "number", "name"),
    )  # fmt: skip
    register(
        SetRun, "asked_by", title="Divisions into learning sets that you asked for", keeps=TEAM,
        erase=goes_with_the_account, fields=("cohort__name", "asked_at"),
    )  # fmt: skip


def _register_letters() -> None:
    register(
        AnnouncementTo, "user", title="Letters from the teams of your fellowships", keeps=FELLOWSHIPS,
        erase=delete_rows,
        fields=(
            "letter__cohort__name", "letter__subject", "letter__text", "letter__written_at",
        ),
    )  # fmt: skip
    register(
        Announcement, "written_by", title="Letters to fellows that you wrote", keeps=TEAM, erase=goes_with_the_account,
        fields=("cohort__name", "subject", "text", "written_at"),
    )  # fmt: skip
    register(
        AlumniEntry, "fellow__user", title="Your entry in the directory of alumni", keeps=PROJECT, erase=delete_rows,
        fields=("job", "ask_me", "shows_email", "consented_at"),
    )  # fmt: skip
    register(
        AlumniSurvey, "fellow__user", title="Surveys after your fellowships", keeps=FELLOWSHIPS, erase=delete_rows,
        fields=(
            "year", "asked_at", "answered_at", "project_runs", "works_in_digital", "new_job", "words", "may_quote",
        ),
    )  # fmt: skip
    register(
        MentorInvitation, "fellow__user", title="Invitations to mentor after a fellowship", keeps=FELLOWSHIPS,
        erase=delete_rows, fields=("asked_at",),
    )  # fmt: skip
    register(
        MentorInvitation, "asked_by", title="People you invited to mentor", keeps=TEAM, erase=goes_with_the_account,
        fields=("asked_at",),
    )  # fmt: skip
