"""What invented worlds leave out and programmes have all the same: a row of each, for words to be put into."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Programme
from fellowship.models import (
    ApplicantLetter,
    Application,
    Conflict,
    Deferral,
    EligibleStaff,
    Extension,
    Fellow,
    Help,
    HiddenWords,
    MakeUp,
    Project,
    ProjectDocument,
    ScoreNote,
)
from fellowship.models.moves import ApplicationState, CohortState
from mentoring.models import (
    Bond,
    Concern,
    EndFeedback,
    Goal,
    Match,
    Outcome,
    Question,
    Round,
    RoundFile,
    Step,
    TeamLetter,
)
from portal.worlds.calls import Team
from portal.worlds.people import World

S = ApplicationState


def fill_the_rest(world: World, programme: Programme, team: Team) -> None:
    """Rows of the tables that are still empty."""
    now, admin = world.now, team.admin
    applications = Application.objects.filter(call__cohort__programme=programme)
    draft, scored = applications.get(state=S.DRAFT), applications.get(state=S.SCORED)
    Extension.objects.create(call=draft.call, user=draft.user, until=now + timedelta(days=30), reason="x")
    ApplicantLetter.objects.create(call=draft.call, subject="x", text="x", written_at=now)
    Conflict.objects.create(application=scored, reviewer=team.reviewers[1], why="DECLARED", note="x")
    HiddenWords.objects.create(application=scored, words="x")
    ScoreNote.objects.create(application=scored, text="x", written_at=now)
    Deferral.objects.create(application=applications.filter(state=S.RESERVE).first(), deferred_at=now, reason="x")
    fellow = Fellow.objects.filter(cohort__programme=programme, cohort__state=CohortState.RUNNING).order_by("pk")[2]
    EligibleStaff.objects.create(cohort=fellow.cohort, number=500, source="x", counted_on=timezone.localdate(now))
    Help.objects.create(fellow=fellow, asked_at=now, text="x")
    activity = fellow.cohort.activities.order_by("pk").first()
    MakeUp.objects.create(activity=activity, fellow=fellow, task="x", due_on=timezone.localdate(now), set_at=now)
    project = Project.objects.get(fellow=fellow)
    ProjectDocument.objects.create(project=project, name="x", kind="application/pdf", size=1, content=b"x", kept_at=now)
    match = Match.objects.filter(programme=programme, state=Match.State.ACTIVE).order_by("pk").first()
    assert match is not None
    Question.objects.create(match=match, text="x", asked_at=now)
    Goal.objects.create(match=match, text="x")
    EndFeedback.objects.create(match=match, user=match.mentee, worked=3, given_at=now, text="x", thanks="x")
    Outcome.objects.create(match=match, text="x")
    Step.objects.create(match=match, mentor=match.mentor, mentee=match.mentee, text="x")
    Concern.objects.create(
        programme=programme, kind="CONDUCT", text="x", reported_at=now, acknowledge_by=now + timedelta(days=2)
    )
    TeamLetter.objects.create(programme=programme, subject="x", text="x", written_at=now)
    round_ = Round.objects.filter(programme=programme).order_by("pk").first()
    RoundFile.objects.create(round=round_, kind="PEOPLE", name="x", text="x", sent_by=admin, sent_at=now)
    Bond.objects.create(round=round_, kind="PIN", mentee=match.mentee, mentor=match.mentor, reason="x")
