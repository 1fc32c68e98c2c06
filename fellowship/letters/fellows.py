"""Letters to people who get ready, to fellows and to their advisers."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import Programme, User
from fellowship.hearing import who_hears
from fellowship.models import Application, Fellow, FellowMove, MakeUp, OnboardingItem
from fellowship.models.moves import ApplicationState
from notifications.letters import Drop, Mail, letter


@letter("fellowship.ready_waits", title="Something is not ready for your start", essential=True)
def ready_waits(application_id: int, now: datetime) -> Mail | Drop:
    """About somebody who gets ready, to them: what is missing."""
    found = Application.objects.select_related("user", "call__cohort__programme").filter(pk=application_id).first()
    if found is None or found.state != ApplicationState.ONBOARDING:
        return Drop("They are enrolled, or their place has ended.")
    missing = [one.get_kind_display() for one in OnboardingItem.objects.filter(application=found, done_at=None)]
    if not missing:
        return Drop("Everything is ready.")
    address = reverse("fellowship:get_ready", args=[found.uuid])
    cohort = found.call.cohort
    return _mail("ready_waits", found.user, cohort.programme, address, {"cohort": cohort, "missing": missing})


@letter("fellowship.fellow_paused", title="Your fellowship is paused", essential=True)
def fellow_paused(move_id: int, now: datetime) -> Mail | Drop:
    """About a move, to the fellow."""
    return _of_move(move_id, "fellow_paused")


@letter("fellowship.fellow_resumed", title="Your fellowship goes on", essential=True)
def fellow_resumed(move_id: int, now: datetime) -> Mail | Drop:
    """About a move, to the fellow."""
    return _of_move(move_id, "fellow_resumed")


@letter("fellowship.fellow_completed", title="You completed your fellowship", essential=True)
def fellow_completed(move_id: int, now: datetime) -> Mail | Drop:
    """About a move, to the fellow."""
    return _of_move(move_id, "fellow_completed")


@letter("fellowship.fellow_left", title="Your fellowship has ended", essential=True)
def fellow_left(move_id: int, now: datetime) -> Mail | Drop:
    """About a move, to the fellow."""
    return _of_move(move_id, "fellow_left")


@letter("fellowship.fellow_has_adviser", title="Who advises you", essential=True)
def fellow_has_adviser(fellow_id: int, now: datetime) -> Mail | Drop:
    """About a fellow, to them: who their adviser is."""
    fellow = _fellow(fellow_id)
    if fellow is None or fellow.adviser is None or not fellow.adviser.is_active:
        return Drop("Somebody else advises them now.")
    address = reverse("fellowship:my_fellowship_of", args=[fellow.uuid])
    return _mail(
        "fellow_has_adviser", fellow.user, fellow.cohort.programme, address,
        {"cohort": fellow.cohort, "adviser": fellow.adviser},
    )  # fmt: skip


@letter("fellowship.adviser_has_fellow", title="You advise somebody new", essential=True)
def adviser_has_fellow(fellow_id: int, now: datetime) -> Mail | Drop:
    """About a fellow, to their adviser."""
    fellow = _fellow(fellow_id)
    if fellow is None or fellow.adviser is None:
        return Drop("Somebody else advises them now.")
    address = reverse("fellowship:fellow", args=[fellow.uuid])
    return _mail(
        "adviser_has_fellow", fellow.adviser, fellow.cohort.programme, address,
        {"cohort": fellow.cohort, "fellow": fellow.user},
    )  # fmt: skip


@letter("fellowship.make_up_set", title="How to make up for a session you missed", essential=True)
def make_up_set(make_up_id: int, now: datetime) -> Mail | Drop:
    """About a make-up, to the fellow."""
    made = _make_up(make_up_id)
    if made is None or made.state != MakeUp.State.SET:
        return Drop("It is done, or was taken back.")
    return _about_make_up(made, "make_up_set", made.fellow.user, reverse("fellowship:make_up", args=[made.uuid]))


@letter("fellowship.make_up_done", title="A fellow made up for a session", essential=True)
def make_up_done(make_up_id: int, now: datetime) -> Mail | Drop:
    """About a make-up that was handed in, to who set it, or acts for them today."""
    made = _make_up(make_up_id)
    if made is None or made.state != MakeUp.State.DONE:
        return Drop("Somebody has answered already.")
    to = who_hears(made.fellow, made.set_by, now=now)
    if to is None:
        return Drop("Nobody runs the programme.")
    return _about_make_up(made, "make_up_done", to, reverse("fellowship:make_up", args=[made.uuid]))


@letter("fellowship.make_up_answered", title="What we say to how you made up for a session", essential=True)
def make_up_answered(make_up_id: int, now: datetime) -> Mail | Drop:
    """About a make-up that was accepted or given back, to the fellow."""
    made = _make_up(make_up_id)
    if made is None or made.state == MakeUp.State.DONE:
        return Drop("It was handed in again.")
    return _about_make_up(made, "make_up_answered", made.fellow.user, reverse("fellowship:make_up", args=[made.uuid]))


def _of_move(move_id: int, name: str) -> Mail | Drop:
    made = FellowMove.objects.select_related("fellow__user", "fellow__cohort__programme").filter(pk=move_id).first()
    if made is None:
        return Drop("The fellow is gone.")
    if made.fellow.state != made.after:
        return Drop("Their year has moved on since.")
    cohort = made.fellow.cohort
    address = reverse("fellowship:my_fellowship_of", args=[made.fellow.uuid])
    return _mail(name, made.fellow.user, cohort.programme, address, {"cohort": cohort, "move": made})


def _about_make_up(made: MakeUp, name: str, to: User, address: str) -> Mail | Drop:
    context = {"cohort": made.fellow.cohort, "make_up": made, "fellow": made.fellow.user, "activity": made.activity}
    return _mail(name, to, made.fellow.cohort.programme, address, context)


def _mail(name: str, to: User, programme: Programme, address: str, context: dict[str, Any]) -> Mail | Drop:
    if not to.is_active:
        return Drop("The person has left.")
    return Mail(
        to=to.email,
        template=f"fellowship/{name}",
        context={"person": to, "programme": programme, "address": f"{settings.SITE_URL}{address}", **context},
        reply_to=(programme.reply_to,) if programme.reply_to else (),
    )


def _fellow(fellow_id: int) -> Fellow | None:
    with_all = Fellow.objects.select_related("user", "adviser", "cohort__programme")
    return with_all.filter(pk=fellow_id).first()


def _make_up(make_up_id: int) -> MakeUp | None:
    with_all = MakeUp.objects.select_related(
        "fellow__user", "fellow__adviser", "fellow__cohort__programme", "activity", "set_by"
    )  # fmt: skip
    return with_all.filter(pk=make_up_id).first()
