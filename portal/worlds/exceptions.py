"""What does not go by the book in the demo: each thing done as somebody would do it in the portal."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from accounts.models import Programme, Region, User
from fellowship.applying.answering import set_answers
from fellowship.applying.support import answer as answer_sponsor
from fellowship.applying.support import ask_sponsor, letter_of
from fellowship.calls.deadlines import extend_for
from fellowship.calls.questions import as_they_are
from fellowship.deciding.deferring import defer
from fellowship.enrolling.fellows import move_fellow
from fellowship.enrolling.ready import answer_days
from fellowship.following.handling import note, snooze
from fellowship.models import (
    Answer,
    Application,
    Call,
    Cohort,
    Fellow,
    Flag,
    Question,
    Review,
    SupportLetter,
    WarningLevel,
)
from fellowship.models.applications import support_token
from fellowship.models.moves import ApplicationState, FellowState
from fellowship.reporting.reach import save_eligible
from fellowship.reviewing.assigning import take_back_stranded
from fellowship.reviewing.naming import hide, report, settle
from fellowship.reviewing.readers import declare
from fellowship.reviewing.scores import add_note
from mentoring.conversations.booking import book_slot, confirm
from mentoring.models import Slot
from notifications.models import Message
from notifications.outbox import cancel
from portal.worlds.calls import Team
from portal.worlds.fellows import LEFT, PAUSED
from portal.worlds.people import World
from portal.worlds.words import ALONE, WELSH, one_page

S = ApplicationState


def make_exceptions(world: World, programme: Programme, team: Team, demo: Mapping[str, User]) -> None:
    """All of them, in the cohorts of the demo's programme. Letters that this would send are not sent."""
    cohorts = {one.slug: one for one in Cohort.objects.filter(programme=programme).select_related("programme", "call")}
    over, running, ready, meeting, read, taking = (cohorts[f"cohort-{number}"] for number in range(1, 7))
    _reached(world, [over, running], team.admin)
    _fellows(world, running, team)
    _flag_put_off(world, running, demo["Adviser"])
    _before_the_start(world, ready, meeting, team)
    _told_by_reviewers(world, read.call, team)
    _reading(world, read.call, team)
    _applying(world, taking.call, team.admin)
    _again_and_in_welsh(demo["Applicant"], running.call, taking.call)
    _conversation(world, demo["Aspiring leader"])
    waiting = Message.objects.filter(state=Message.State.WAITING)
    cancel(waiting, reason="Made with an invented world: nobody has this address.", now=world.now)


def _reached(world: World, cohorts: list[Cohort], admin: User) -> None:
    """How many could have applied, from an invented count, by region in England; of other groups nobody knows."""
    regions = [value for value in Region.values if value not in ("NORTHERN_IRELAND", "SCOTLAND", "WALES")]
    for cohort, number in zip(cohorts, (4_200, 3_900), strict=True):
        save_eligible(
            cohort, number=number, source="Invented count of staff in bands 5 to 8b at the trusts that were told",
            counted_on=timezone.localdate(cohort.call.opens_at), actor=admin, now=world.now,
            groups={("region", region): number // len(regions) for region in regions},
        )  # fmt: skip


def _fellows(world: World, cohort: Cohort, team: Team) -> None:
    """One has paused and one has left. The one on leave is among those in trouble: see fellows.py."""
    fellows = list(Fellow.objects.filter(cohort=cohort).order_by("pk"))
    move_fellow(
        fellows[PAUSED].pk, FellowState.PAUSED, actor=team.admin, now=world.ago(3),
        reason="Away for surgery. Back in about two months.",
    )  # fmt: skip
    move_fellow(
        fellows[LEFT].pk, FellowState.LEFT, actor=team.admin, now=world.ago(6),
        reason="A new job outside health. Glad of the half year, and sorry to go.",
    )  # fmt: skip


def _flag_put_off(world: World, cohort: Cohort, adviser: User) -> None:
    """The adviser knows about one who needs looking after, and looks again in ten days."""
    open_flags = Flag.objects.filter(fellow__cohort=cohort, ended_at=None, level__lt=WarningLevel.CRITICAL)
    flag = open_flags.filter(fellow__adviser=adviser).first() or open_flags.order_by("pk")[0]
    by = flag.fellow.adviser or adviser
    note(flag, text="Rang. The ward had three off sick; the missed days were not a choice.", by=by, now=world.ago(1))
    today = timezone.localdate(world.now)
    snooze(
        flag, until=today + timedelta(days=10), by=by, now=world.ago(0.9), today=today,
        why="The recording is being watched this week. I look again after our next talk.",
    )  # fmt: skip


def _before_the_start(world: World, cohort: Cohort, later: Cohort, team: Team) -> None:
    """One puts the place off to the next cohort; another cannot come on a mandatory day."""
    coming = list(Application.objects.filter(call__cohort=cohort, state=S.ONBOARDING).order_by("pk")[:6])
    defer(coming[2].pk, later, reason="Will be on parental leave until the spring.", actor=team.admin, now=world.ago(4))
    answer_days(coming[4], cohort.mandatory_days.all()[1:2], now=world.ago(2))


def _told_by_reviewers(world: World, call: Call, team: Team) -> None:
    """Two reviewers say whom they are too close to: people whose applications they have not been given."""
    for reviewer, words in ((team.reviewers[0], "name"), (team.reviewers[1], "organisation_name")):
        theirs = Application.objects.filter(call=call, reviews__reviewer=reviewer)
        others = Application.objects.filter(call=call, submitted_at__isnull=False).exclude(
            **{f"{words}__in": theirs.values(words)}
        )
        told = others.order_by("pk").values_list(words, flat=True).first() or ""
        reader = call.readers.get(user=reviewer)
        declare(
            call, reviewer, employers=told if words != "name" else "", people=told if words == "name" else "",
            topics=reader.topics, actor=reviewer, now=world.ago(15),
        )  # fmt: skip
    take_back_stranded(call, actor=team.admin, now=world.ago(14))


def _reading(world: World, call: Call, team: Team) -> None:
    """A file with an application, words that told whose it was and are hidden now, and a note beside scores."""
    in_review = list(Application.objects.filter(call=call, state=S.IN_REVIEW).order_by("pk")[:2])
    file = Question.objects.get(section__call=call, kind=Question.Kind.FILE)
    asked = [question for section in as_they_are(call) for question in section["questions"]]
    page = one_page("One page about our project", "Free beds by ward, each hour, on one screen.")
    set_answers(in_review[0], asked, {}, {str(file.uuid): ("one-page.pdf", "application/pdf", page)})
    telling = Answer.objects.filter(application=in_review[1], question__is_assessed=True).order_by("pk")[0]
    telling.text += f" I am {ALONE}."
    telling.save()
    reading = in_review[1].reviews.filter(state=Review.State.ASSIGNED).order_by("pk")[0]
    assert reading.reviewer is not None
    report(reading, f"“{ALONE}”: everybody knows who that is", actor=reading.reviewer, now=world.ago(5))
    hide(in_review[1], ALONE, actor=team.admin, now=world.ago(4))
    settle(in_review[1], now=world.ago(4))
    scored = Application.objects.filter(call=call, state=S.SCORED).order_by("-mean_score", "pk")[0]
    add_note(
        scored, "Both readers liked the figures. Ask at the interview who takes over when they leave.",
        actor=team.admin, now=world.ago(1),
    )  # fmt: skip


def _applying(world: World, call: Call, admin: User) -> None:
    """More time for one person, and a sponsor who was not the right person, so that another one is asked."""
    draft = Application.objects.filter(call=call, state=S.DRAFT).order_by("pk")[0]
    extend_for(
        call, draft.user, call.closes_at + timedelta(days=7), actor=admin, now=world.ago(1),
        reason="Came back from sick leave this week.",
    )  # fmt: skip
    state = SupportLetter.State
    asked = SupportLetter.objects.filter(application__call=call, application__state=S.SUBMITTED, state=state.ASKED)
    letter = asked.select_related("application").order_by("pk")[0]
    token = support_token(letter.application.uuid, letter.email, letter.asked_at)
    assert letter_of(token, now=world.ago(0.2)) == letter
    answer_sponsor(
        token, state.WRONG_PERSON, now=world.ago(0.2),
        text="I moved to another directorate in March. Please ask Bronwen Rees, who leads the service now.",
    )  # fmt: skip
    ask_sponsor(letter.application_id, name="Bronwen Rees", email="bronwen.rees@example.org", now=world.now)


def _again_and_in_welsh(applicant: User, before: Call, now_open: Call) -> None:
    """The demo's applicant applied a year ago, has the feedback at hand, and writes in Welsh this time."""
    application = Application.objects.get(call=now_open, user=applicant)
    application.previous = Application.objects.get(call=before, user=applicant)
    application.language, application.why = Application.Language.WELSH, WELSH[-1]
    application.save()
    answers = Answer.objects.filter(application=application, question__kind=Question.Kind.LONG)
    for answer, text in zip(answers.order_by("question__position"), WELSH, strict=False):
        answer.text = text
        answer.save()
    Answer.objects.filter(application=application, question__text="Have you applied before?").update(text="Yes")


def _conversation(world: World, mentee: User) -> None:
    """A single conversation with a mentor, booked and agreed."""
    slot = Slot.objects.free(world.now).exclude(mentor=mentee).order_by("starts_at", "pk")
    free = slot.exclude(mentor__in=mentee.matches_as_mentee.values("mentor"))[0]
    held = book_slot(
        free.uuid, mentee=mentee, skills=(), now=world.ago(0.5),
        about="How you went from the ward to your first digital job, and what you would do sooner.",
    )  # fmt: skip
    confirm(held.uuid, by=free.mentor, now=world.ago(0.2))
