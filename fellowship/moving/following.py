"""What follows from a step: offers begin and end, ranks and times come free, decisions are out, letters go."""

from datetime import UTC, datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from common.refusals import Refused
from common.working_days import end_of_day
from fellowship.models import Application, ApplicationMove, Call, Decision, Interview, Offer, PanelMember
from fellowship.models.moves import HOLDING_A_PLACE, ApplicationState
from fellowship.moving.table import STEPS
from notifications import outbox
from notifications.models import Message

S = ApplicationState
REMIND_BEFORE = (timedelta(days=2), timedelta(hours=12))  # before an offer ends
# From these the time of the interview is needed no more.
_GIVES_UP_THE_TIME = (S.INTERVIEW_INVITED, S.WITHDRAWN)
REMIND_TO_CHOOSE = (timedelta(days=3), timedelta(days=7))  # after an invitation to choose a time
# Decided by a click and not released like other outcomes: a slip can be undone before anybody has read of it.
LEAVES_AFTER = {"not_eligible": timedelta(hours=1)}
PANEL_TOLD_EVERY = timedelta(minutes=15)


class OfferIsOver(Refused):
    """The offer has ended. Write to the programme’s team: sometimes it can be put right."""


def letter_key(move_id: int) -> str:
    """The outbox key of the letter of a move: one move, one letter."""
    return f"fellowship.move:{move_id}"


def follow(application: Application, made: ApplicationMove, now: datetime) -> None:
    """Save the application in its new state and do what follows, in the caller's transaction. Raises OfferIsOver."""
    decision = Decision.objects.filter(application=application).first()
    if made.after == S.RESERVE:
        ranked = Application.objects.filter(call=application.call_id, state=S.RESERVE)
        application.reserve_rank = (ranked.aggregate(last=Max("reserve_rank"))["last"] or 0) + 1
    else:
        application.reserve_rank = None
    if decision is not None and made.is_undo and decision.released_at is not None:
        # What was told with it is told no longer, and may be put right before it is released again.
        application.feedback = ""
        decision.released_at = None
        decision.save(update_fields=["released_at", "updated_at"])
    is_release = decision is not None and decision.released_at is None and decision.outcome == made.after
    if decision is not None and is_release:
        application.feedback = decision.feedback or application.feedback
        decision.released_at = now
        decision.save(update_fields=["released_at", "updated_at"])
    elif decision is not None and decision.released_at is None and (made.after, decision.outcome) not in STEPS:
        decision.delete()  # it has become impossible
    application.save()
    if made.before == S.OFFERED:
        _end_offer(application, made.after, now)
    if made.after == S.OFFERED:
        offer = begin_offer(application, now)
        if made.is_undo:  # nothing else tells them that they may answer again
            _remind_at(offer, now, application.call.cohort.programme.scope, now)
    if made.before in HOLDING_A_PLACE and made.after not in HOLDING_A_PLACE:
        outbox.queue_email(
            letter="fellowship.place_free", about_id=made.pk, key=f"fellowship.place_free:{made.pk}",
            scope=application.call.cohort.programme.scope, now=now,
        )  # fmt: skip
    if made.after in _GIVES_UP_THE_TIME:
        free_the_time(application, now)
    if made.before == S.INTERVIEW_INVITED:
        waiting = Message.objects.filter(letter="fellowship.interview_waits", about_id=application.pk)
        outbox.cancel(waiting, reason="A time was chosen, or the invitation has ended.", now=now)
    if made.after == S.INTERVIEW_INVITED:
        _remind_to_choose(application, made, now)
    _letters(made, decision if is_release else None, now)


def begin_offer(application: Application, now: datetime) -> Offer:
    """A new offer, with its reminders."""
    for old in Offer.objects.filter(application=application, answered_at=None, ended_at=None):
        old.ended_at = now
        old.save()
        end_reminders(old, now)
    offer: Offer = Offer.objects.create(
        application=application, offered_at=now, expires_at=end_of_offer(application.call, now)
    )
    remind(offer, application.call.cohort.programme.scope, now)
    return offer


def end_of_offer(call: Call, now: datetime) -> datetime:
    """When an offer made at ``now`` ends: late in the evening in London, so that nobody has to answer by 10:07."""
    return end_of_day(timezone.localdate(now) + timedelta(days=call.offer_days))


def remind(offer: Offer, scope: str, now: datetime) -> None:
    """Queue the reminders of an offer, under keys that a moved end changes."""
    for before in REMIND_BEFORE:
        if offer.expires_at - before > now:
            _remind_at(offer, offer.expires_at - before, scope, now)


def _remind_at(offer: Offer, due: datetime, scope: str, now: datetime) -> None:
    key = f"fellowship.offer_waits:{offer.pk}:{due.timestamp():.0f}"
    outbox.queue_email(letter="fellowship.offer_waits", about_id=offer.pk, key=key, due_at=due, scope=scope, now=now)


def end_reminders(offer: Offer, now: datetime) -> None:
    """Cancel the reminders of an offer that have not left."""
    waiting = Message.objects.filter(letter="fellowship.offer_waits", about_id=offer.pk)
    outbox.cancel(waiting, reason="The offer was answered, changed or has ended.", now=now)


def _remind_to_choose(application: Application, made: ApplicationMove, now: datetime) -> None:
    for days in REMIND_TO_CHOOSE:
        outbox.queue_email(
            letter="fellowship.interview_waits", about_id=application.pk,
            key=f"fellowship.interview_waits:{made.pk}:{days.days}", due_at=now + days,
            scope=application.call.cohort.programme.scope, now=now,
        )  # fmt: skip


def free_the_time(application: Application, now: datetime) -> None:
    """Give back the time of an interview, so that somebody else may have it, and tell the panel."""
    interview = Interview.objects.filter(application=application, slot__isnull=False).select_related("slot").first()
    if interview is None or interview.slot is None:
        return
    panel = interview.slot.panel_id
    interview.slot = None
    interview.sequence += 1
    interview.save()
    end_interview_reminders(interview, now)
    tell_panel(panel, application.call.cohort.programme.scope, now)


def end_interview_reminders(interview: Interview, now: datetime) -> None:
    waiting = Message.objects.filter(letter="fellowship.interview_soon", about_id=interview.pk)
    outbox.cancel(waiting, reason="The interview was moved or given up.", now=now)


def tell_panel(panel_id: int, scope: str, now: datetime) -> None:
    """Write to a panel that its interviews have changed: one letter for all that changes in a quarter of an hour."""
    quarter = int(now.timestamp() // PANEL_TOLD_EVERY.total_seconds()) + 1
    due = datetime.fromtimestamp(quarter * PANEL_TOLD_EVERY.total_seconds(), UTC)
    for member in PanelMember.objects.filter(panel=panel_id).values_list("pk", flat=True):
        outbox.queue_email(
            letter="fellowship.panel_changed", about_id=member, key=f"fellowship.panel_changed:{member}:{quarter}",
            due_at=due, scope=scope, now=now,
        )  # fmt: skip


def _end_offer(application: Application, after: str, now: datetime) -> None:
    offer = Offer.objects.filter(application=application, answered_at=None, ended_at=None).first()
    if offer is None:
        return
    if after == S.ACCEPTED and offer.expires_at <= now:
        raise OfferIsOver
    offer.answered_at = now if after in (S.ACCEPTED, S.DECLINED) else None
    offer.ended_at = None if after == S.ACCEPTED else now
    offer.save()
    end_reminders(offer, now)


def _letters(made: ApplicationMove, decision: Decision | None, now: datetime) -> None:
    """The letter of a step, in the team's own words where the decision has some; of an undo: the undone one goes."""
    scope = made.application.call.cohort.programme.scope
    if made.is_undo:
        undone = made.application.moves.filter(before=made.after, after=made.before, is_undo=False).last()
        if undone is not None:
            mail = Message.objects.filter(key=letter_key(undone.pk))
            outbox.cancel(mail, reason="What it told was undone.", now=now)
        return
    letter = STEPS[made.before, made.after].letter
    if not letter:
        return
    name, key = f"fellowship.{letter}", letter_key(made.pk)
    if decision is None or not decision.letter_text:
        due_at = now + LEAVES_AFTER.get(letter, timedelta(0))
        outbox.queue_email(letter=name, about_id=made.pk, key=key, due_at=due_at, scope=scope, now=now)
        return
    held = outbox.hold_email(letter=name, about_id=made.pk, key=key, scope=scope, now=now)
    if held is not None:
        seen = Message.objects.values_list("updated_at", flat=True).get(pk=held)
        outbox.edit_held(held, subject=decision.letter_subject, text=decision.letter_text, seen=seen, now=now)
        outbox.release([held], now=now)
