"""Early warning: how fellows stand, what is done about a flag, the chart of a programme, a call for help."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import RUNNING_IT, may
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from fellowship.following import handling, rules, watching
from fellowship.forms.following import (
    CloseForm,
    GiveForm,
    HelpedForm,
    HelpForm,
    NoteForm,
    RulesForm,
    SnoozeForm,
    StandingFilters,
)
from fellowship.models import Cohort, Flag, Help, Standing
from fellowship.views.guards import OF_FELLOWS, cohort_for, my_fellow, person, programme_for
from fellowship.views.lists import MOST_ROWS, list_as_csv

PER_PAGE = 50
_COLUMNS = ("Fellow", "Adviser", "Level", "Points", "Why", "Owner", "Settled by", "Seen", "Put off until")


@never_cache
@require_safe
def warning_list(request: HttpRequest, uuid: str) -> HttpResponse:
    """How the fellows of a cohort stand, who must be looked after first."""
    cohort = cohort_for(request, uuid, OF_FELLOWS)
    today = timezone.localdate()
    filters = StandingFilters(request.GET, today=today)
    flags = Prefetch("fellow__flags", Flag.objects.filter(ended_at=None).select_related("owner"), to_attr="open_flags")
    lately = Flag.objects.filter(ended_at__gt=timezone.now() - watching.WEEKS_LATER).order_by("-ended_at")
    ended = Prefetch("fellow__flags", lately, to_attr="ended_flags")
    rows = (
        Standing.objects.filter(fellow__cohort=cohort)
        .exclude(fellow__user=person(request))
        .select_related("fellow__user", "fellow__adviser")
        .prefetch_related(flags, ended)
    )
    if "csv" in request.GET:
        found = filters.arrange(filters.narrow(rows))[:MOST_ROWS]
        answer: HttpResponse = list_as_csv(request, cohort, "warnings", _COLUMNS, map(_row, found))
        return answer
    page = list_page(request, filters, rows, PER_PAGE)
    may_run = may(request.user, cohort.programme, RUNNING_IT, now=timezone.now())
    context = {
        "cohort": cohort, "list": page, "csv_url": page.url_with("csv", "yes"), "may_run": may_run, "today": today,
        "rows": [
            (one, next(iter(one.fellow.open_flags), None), next(iter(one.fellow.ended_flags), None), _why(one))
            for one in page.rows
        ],
        "counted_at": page.rows[0].counted_at if page.rows else None,
    }  # fmt: skip
    return render(request, "fellowship/following/warning_list.html", context)


def _why(one: Standing | Flag) -> list[str]:
    return [watching.reason_words(reason) for reason in one.reasons]


def _row(one: Any) -> tuple[object, ...]:
    flag = one.fellow.open_flags[0] if one.fellow.open_flags else None
    return (
        one.fellow.user.name, one.fellow.adviser.name if one.fellow.adviser else "", one.get_level_display(),
        one.points, "; ".join(_why(one)), flag.owner.name if flag and flag.owner else "",
        flag.due_on if flag else "", "yes" if flag and flag.seen_at else "no" if flag else "",
        flag.snoozed_until or "" if flag else "",
    )  # fmt: skip


@never_cache
@GET_OR_POST
def flag(request: HttpRequest, uuid: str) -> HttpResponse:
    """One flag: why, what was tried, and what to do now. A POST does what its button says."""
    found = _flag(request, uuid)
    now, user = timezone.now(), person(request)
    forms_by_name = _forms(request, found)
    action = request.POST.get("action", "")
    if request.method == "POST" and action in forms_by_name and forms_by_name[action].is_valid():
        try:
            words = _do(action, found, forms_by_name[action].cleaned_data, user, now)
        except Refused as refusal:
            first = next(iter(forms_by_name[action].fields))
            forms_by_name[action].add_error(first, str(refusal))
        else:
            messages.success(request, words)
            return redirect("fellowship:flag", found.uuid)
    shown = forms_by_name.get(action) if request.method == "POST" else None
    context = {
        "flag": found, "fellow": found.fellow, "cohort": found.fellow.cohort, "why": _why(found),
        "steps": found.steps.select_related("by"), "forms": forms_by_name, "form": shown,
        "help": Help.objects.filter(fellow=found.fellow, answered_at=None).first(),
        "before": Flag.objects.filter(fellow=found.fellow, ended_at__isnull=False).exclude(pk=found.pk)[:5],
        "may_run": may(user, found.fellow.cohort.programme, RUNNING_IT, now=now), "today": timezone.localdate(now),
    }  # fmt: skip
    return render(request, "fellowship/following/flag.html", context)


def _forms(request: HttpRequest, found: Flag) -> dict[str, Any]:
    action = request.POST.get("action", "")

    def data(name: str) -> Any:
        return request.POST if request.method == "POST" and action == name else None

    if found.ended_at is not None:
        return {"helped": HelpedForm(data("helped"), initial={"helped": found.helped}, prefix="helped")}
    return {
        "close": CloseForm(data("close"), prefix="close"),
        "note": NoteForm(data("note"), prefix="note"),
        "snooze": SnoozeForm(data("snooze"), prefix="snooze"),
        "give": GiveForm(
            data("give"), programme=found.fellow.cohort.programme, fellow=found.fellow.user, prefix="give",
            initial={"to": found.owner, "due_on": found.due_on},
        ),
    }  # fmt: skip


def _do(action: str, found: Flag, data: dict[str, Any], user: Any, now: Any) -> str:
    if action == "close":
        handling.close(found, **data, by=user, now=now)
        return "This is closed. In four weeks it shows how the fellow stands then."
    if action == "note":
        handling.note(found, **data, by=user, now=now)
        return "The note is kept."
    if action == "snooze":
        handling.snooze(found, **data, by=user, now=now, today=timezone.localdate(now))
        return f"This comes back on {data['until']:%-d %B %Y}, or when it gets worse."
    if action == "give":
        handling.give(found, **data, by=user, now=now)
        return f"{data['to']} looks after it now."
    handling.say_whether_it_helped(found, **data)
    return "Thank you. It is kept."


@require_POST
def flag_see(request: HttpRequest, uuid: str) -> HttpResponse:
    """I look after this."""
    found = _flag(request, uuid)
    try:
        handling.see(found, by=person(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is noted that somebody looks after this.")
    return redirect("fellowship:flag", found.uuid)


@never_cache
@GET_OR_POST
def warning_rules(request: HttpRequest, slug: str) -> HttpResponse:
    """The chart of a programme."""
    programme = programme_for(request, slug)
    form = RulesForm(request.POST if request.method == "POST" else None, rules=rules.rules_for(programme))
    if request.method == "POST" and form.is_valid():
        rules.save_rules(programme, form.cleaned_data, actor=person(request), now=timezone.now())
        messages.success(request, "The rules are saved, and everybody is counted anew.")
        return redirect("fellowship:warning_rules", programme.slug)
    return render(request, "fellowship/following/warning_rules.html", {"programme": programme, "form": form})


@never_cache
@GET_OR_POST
def help_ask(request: HttpRequest, uuid: str) -> HttpResponse:
    """A fellow asks to be spoken to."""
    fellow = my_fellow(request, uuid)
    form = HelpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        watching.ask_for_help(fellow, text=form.cleaned_data["text"], now=timezone.now())
        messages.success(request, "Your adviser is told now, and will get in touch with you.")
        return redirect("fellowship:my_fellowship_of", fellow.uuid)
    asked = Help.objects.filter(fellow=fellow, answered_at=None).first()
    context = {"fellow": fellow, "cohort": fellow.cohort, "form": form, "asked": asked}
    return render(request, "fellowship/following/help_ask.html", context)


def _flag(request: HttpRequest, uuid: str) -> Flag:
    """A flag of a fellow of one's programmes, not of oneself. Raises Http404."""
    mine = Cohort.objects.run_by(request.user, OF_FELLOWS, now=timezone.now())
    found: Flag = get_object_or_404(
        Flag.objects.filter(fellow__cohort__in=mine)
        .exclude(fellow__user=person(request))
        .select_related("fellow__user", "fellow__adviser", "fellow__cohort__programme", "owner"),
        uuid=uuid,
    )
    return found
