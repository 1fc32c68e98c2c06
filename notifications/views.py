"""Staff's pages: what is in the outbox, and what to do with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from common.lists import list_page
from common.refusals import Refused
from notifications.access import names_of_scopes, record, scopes_of
from notifications.acting import ACTIONS, MOST_AT_ONCE, Action
from notifications.composing import message_id_of, preview
from notifications.forms import AgreedForm, HeldForm, OutboxFilters, ReasonForm
from notifications.letters import find_letter
from notifications.masking import masked, unmasked
from notifications.models import Message
from notifications.outbox import LettersHaveChanged, MessageHasChanged, NobodyChosen, edit_held

# How many are counted and can be paged through; the outbox grows for ever.
MOST_LISTED = 10_000
SHOWN = (
    "letter", "about_id", "scope", "state", "due_at", "finished_at", "tries", "reason", "to", "subject", "updated_at",
)  # fmt: skip
DIGITS_OF_AN_ID = 18
View = Callable[..., HttpResponse]
Scopes = frozenset[str] | None


class TooManyChosen(Refused):
    def __str__(self) -> str:
        return f"You chose more than {MOST_AT_ONCE:,} letters. No more go at once: choose narrower filters."


class FiltersUnclear(Refused):
    """We do not know one of the filters, so we cannot tell which letters you mean. Choose the filters again."""


def for_staff(view: View) -> View:
    """Give the view the scopes whose messages this person may see; whoever may see none does not find the page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        scopes = scopes_of(request.user, now=timezone.now())
        if scopes is not None and not scopes:
            raise Http404
        return view(request, scopes, *args, **kwargs)

    return guarded


@require_safe
@for_staff
def message_list(request: HttpRequest, scopes: Scopes) -> HttpResponse:
    """The outbox with filters. Three queries besides those of every page."""
    names = names_of_scopes()
    form = OutboxFilters(request.GET, scopes=scopes, names=names, now=timezone.now())
    page = list_page(request, form, Message.objects.in_scopes(scopes).only(*SHOWN), most=MOST_LISTED)
    for message in page.rows:
        message.title = title_of(message)
        message.programme = names.get(message.scope, message.scope)
        message.can_change = any(action.fits(message) for action in ACTIONS.values())
    possible = [(name, action) for name, action in ACTIONS.items() if any(map(action.fits, page.rows))]
    state = form.given("state")
    context = {
        "list": page,
        "actions": possible,
        "days_kept": settings.OUTBOX_KEEPS_BODIES.days,
        "for_all": [(name, action) for name, action in ACTIONS.items() if state in action.states and page.pages],
        "all_of_them": page.url_with("all", "yes").partition("?")[2],
    }
    return render(request, "notifications/message_list.html", context)


@require_safe
@for_staff
def message_detail(request: HttpRequest, scopes: Scopes, message_id: int) -> HttpResponse:
    """One letter with its words: as they left, or as they would leave now."""
    message = get_object_or_404(Message.objects.in_scopes(scopes), pk=message_id)
    now = timezone.now()
    record(
        actor=request.user,
        action="notifications.letter_read",
        about=f"notifications.message:{message.pk}",
        scope=message.scope,
        detail={"letter": message.letter},
        now=now,
    )
    shown = preview(message, now=now)
    context = {
        "message": message,
        "title": title_of(message),
        "shown": replace(shown, text=masked(shown.text)),
        "facts": [
            ("Why", message.reason),
            ("Tries", message.tries),
            ("Programme", names_of_scopes().get(message.scope, message.scope)),
            ("Kind of letter", message.letter),
            ("About", f"number {message.about_id}"),
            ("Key", message.key),
            ("Message-ID", message_id_of(message.key)),
            ("Put into the outbox", date_format(timezone.localtime(message.created_at), "j M Y, H:i")),
        ],
        "actions": [(name, action) for name, action in ACTIONS.items() if action.fits(message)],
    }
    return render(request, "notifications/message_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def message_edit(request: HttpRequest, scopes: Scopes, message_id: int) -> HttpResponse:
    """Change the words of a held letter. Secrets in it are masked on the page, and stay in the letter."""
    message = get_object_or_404(Message.objects.in_scopes(scopes), pk=message_id)
    now = timezone.now()
    if message.state != Message.State.HELD and request.method != "POST":
        messages.error(request, "This letter is no longer held, so its words cannot be changed.")
        return redirect("notifications:message_detail", message_id)
    form = HeldForm(request.POST) if request.method == "POST" else HeldForm(initial=_begun(message))
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                typed = form.cleaned_data
                words = unmasked(typed["text"], message.text)
                edit_held(message_id, subject=typed["subject"], text=words, seen=typed["seen"], now=now)
                _record(request, "notifications.letter_edited", [message], now)
            messages.success(request, "The letter has the new words. It is still held.")
            return redirect("notifications:message_detail", message_id)
        except MessageHasChanged as refusal:
            message.refresh_from_db()
            theirs = {"subject": message.subject, "text": masked(message.text)}
            form = HeldForm({**form.cleaned_data, "seen": _begun(message)["seen"]})
            form.add_error(None, str(refusal))
        except Refused as refusal:
            message.refresh_from_db()
            form.add_error(None, str(refusal))
    context = {"form": form, "message": message, "title": title_of(message), "theirs": theirs}
    context["has_secrets"] = masked(message.text) != message.text
    return render(request, "notifications/message_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@reauthentication_required(enabled=lambda request: request.method == "POST")
def act(request: HttpRequest, scopes: Scopes, name: str) -> HttpResponse:
    """Release, retry or cancel letters: GET lists exactly those chosen, POST does it to exactly those listed.

    What is released is what was listed: if somebody has changed a letter meanwhile, none goes and the list says which.
    Who signed in some time ago is asked for their password again: so many letters should not hang on an open screen.
    """
    action = ACTIONS[name]
    posted = request.method == "POST"
    form = (ReasonForm if action.asks_why else AgreedForm)(request.POST if posted else None)
    try:
        chosen, seen = _chosen(request, scopes, action)
    except Refused as refusal:
        return render(request, "notifications/act.html", {"action": action, "refusal": str(refusal)})
    fitting = [message for message in chosen if action.fits(message)]
    # Who comes from the page of a letter says in the address which version they read there.
    changed = {message.pk for message in fitting if seen.get(message.pk) not in (None, "", message.version)}
    if posted and form.is_valid() and fitting:
        now = timezone.now()
        try:
            with transaction.atomic():
                reason = form.cleaned_data.get("reason", "")
                done = action.perform({message.pk: seen[message.pk] for message in fitting}, reason, now)
                _record(request, f"notifications.letters_{name}", fitting, now)
        except LettersHaveChanged as refusal:
            changed = set(refusal.message_ids)
            fitting = [message for message in _chosen(request, scopes, action)[0] if action.fits(message)]
        else:
            messages.success(request, action.outcome(done, len(chosen)))
            return redirect("notifications:message_list")
    for message in fitting:
        message.title = title_of(message)
        message.is_changed = message.pk in changed
    context = {
        "action": action,
        "form": form,
        "chosen": fitting,
        "changed": bool(changed),
        "words": masked(fitting[0].text) if len(fitting) == 1 else "",
        "ids": ",".join(f"{message.pk}@{message.version}" for message in fitting),
        "addresses": len({message.to.lower() for message in fitting if message.to}),
        "left_out": len(chosen) - len(fitting),
        "refusal": "" if fitting else action.refusal(),
    }
    return render(request, "notifications/act.html", context)


def title_of(message: Message) -> str:
    """The name of its letter as people read it."""
    letter = find_letter(message.letter)
    return letter.title if letter else message.letter


def _begun(message: Message) -> dict[str, str]:
    """What the form for a letter begins with."""
    return {"subject": message.subject, "text": masked(message.text), "seen": message.updated_at.isoformat()}


def _chosen(request: HttpRequest, scopes: Scopes, action: Action) -> tuple[list[Any], dict[int, str]]:
    """The letters named in the form or the address, or all that fit filters and action if the address says so.

    With them, by their ids, the versions that the form or the address names, which are empty where it names none:
    ``12@<version>`` or ``12``.

    Raises NobodyChosen, TooManyChosen or FiltersUnclear; Http404 if one of them is not there for this person.
    """
    visible = Message.objects.in_scopes(scopes)
    if request.method != "POST" and request.GET.get("all") == "yes":
        form = OutboxFilters(request.GET, scopes=scopes, names=names_of_scopes(), now=timezone.now())
        if not form.is_valid():
            raise FiltersUnclear
        rows = form.narrow(visible).filter(state__in=action.states)
        seen: dict[int, str] = {}
        expected = None
    else:
        posted = request.method == "POST"
        words = request.POST.get("chosen", "").split(",") if posted else request.GET.getlist("message")
        seen = {_id(word.partition("@")[0]): word.partition("@")[2] for word in words if word}
        rows, expected = visible.filter(pk__in=seen), len(seen)
    found = list(rows.only(*SHOWN).order_by("pk")[: MOST_AT_ONCE + 1])
    if expected is not None and len(found) < min(expected, MOST_AT_ONCE):
        raise Http404
    if not found:
        raise NobodyChosen
    if len(found) > MOST_AT_ONCE:
        raise TooManyChosen
    return found, seen


def _id(word: str) -> int:
    if not word.isascii() or not word.isdigit() or len(word) > DIGITS_OF_AN_ID:
        raise Http404
    return int(word)


def _record(request: HttpRequest, action: str, changed: list[Message], now: datetime) -> None:
    """One entry for each programme."""
    for scope in sorted({message.scope for message in changed}):
        ids = [message.pk for message in changed if message.scope == scope]
        about = f"notifications.message:{ids[0]}" if len(ids) == 1 else ""
        record(actor=request.user, action=action, about=about, scope=scope, detail={"messages": ids}, now=now)
