"""Runs of a round: begin one, watch it, read its draft, compare it with another, take it away as a file, publish it."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.exporting import MOST_ROWS
from accounts.models import User
from careers.frame import current_frame
from common.downloads import csv_text
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from mentoring.forms.round_lists import LoadFilters, PairFilters, UnmetFilters, places_left
from mentoring.forms.rounds import TERMS, PublishForm
from mentoring.models import Participant, Round, Run, RunUnmet
from mentoring.reasons import ReasonLine, reason_lines
from mentoring.rounds.changes import compare, pairs_in_both, pairs_only_in, run_before
from mentoring.rounds.exporting import pairs_csv, peer_csv
from mentoring.rounds.keeping import weights_of
from mentoring.rounds.publishing import no_longer_allowed, publish
from mentoring.rounds.running import STAGES, ask_run, cancel_run
from mentoring.rounds.wording import what_would_help, why_left
from mentoring.views.lists import list_as_csv
from mentoring.views.rounds import run_round, signed_in

SECONDS_A_THOUSAND = 1.5  # pairs published, by the clock: benchmarks/results/rounds.txt has 400 to 20,000
PAIRS_SHOWN = 200  # of those that two runs have not in common
AIMS = {
    "places": "Mentors still missing; a first weighs most",
    "points": "Points below the most; squared where it is to be fair",
    "waiting": "Weeks waited by those who are left",
    "ties": "A fixed order among equals",
}  # fmt: skip


@require_POST
def run_start(request: HttpRequest, round_id: str) -> HttpResponse:
    """Put a run into the queue."""
    round_ = run_round(request, round_id)
    preset = request.POST.get("preset", "")
    try:
        run = ask_run(round_, preset=preset, actor=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("mentoring:round_detail", round_.uuid)
    return redirect("mentoring:run_detail", round_.uuid, run.number)


@require_safe
def run_detail(request: HttpRequest, round_id: str, number: int) -> HttpResponse:
    """A run that goes on with how far it is, one that failed with why, and else the pairs of its draft."""
    round_ = run_round(request, round_id)
    run = _run(round_, number)
    if run.state != Run.State.DONE:
        context = {"round": round_, "run": run, "stage": STAGES.get(run.stage, run.stage),
                   "goes_on": run.state in Run.UNFINISHED}  # fmt: skip
        return render(request, "mentoring/run_progress.html", context)
    before, weights = run_before(run), weights_of(run.weights)
    form = PairFilters(request.GET, run=run, before=before)
    page = list_page(request, form, run.pairs.select_related("mentee", "mentor"))
    frame = current_frame()
    for pair in page.rows:
        pair.why = _drawn(reason_lines(pair.reasons, for_team=True, frame=frame))
    context = {
        "round": round_, "run": run, "list": page, "before": before, "unmet": run.unmet.count(),
        "in_both": pairs_in_both(run, before) if before else 0, "all_pairs": run.pairs.count(),
        "weights": [(words, weight) for term, (words, _) in TERMS.items() if (weight := getattr(weights, term))],
        "proof": [(words, *run.bounds[aim]) for aim, words in AIMS.items() if aim in run.bounds],
    }  # fmt: skip
    return render(request, "mentoring/run_pairs.html", context)


def _drawn(lines: list[ReasonLine]) -> SafeString:
    """The reasons of a pair as list items: in a template these are a third of the work of the whole page."""
    parts = []
    for line in lines:
        if line.points:
            lacking = format_html('. <span class="app-secondary">{}</span>', line.lacking) if line.lacking else ""
            parts.append(
                format_html("<li><strong>{}</strong> of {}: {}{}</li>", line.points, line.of, line.text, lacking)
            )
        else:
            parts.append(format_html('<li class="app-secondary">{}</li>', line.lacking))
    return mark_safe("".join(parts))  # nosec B308 B703: each part is escaped


@require_safe
def run_progress(request: HttpRequest, round_id: str, number: int) -> JsonResponse:
    """How far a run is, for the page that shows it."""
    run = _run(run_round(request, round_id), number)
    return JsonResponse(
        {"percent": run.percent, "stage": STAGES.get(run.stage, run.stage), "done": run.state not in Run.UNFINISHED}
    )


@require_POST
def run_cancel(request: HttpRequest, round_id: str, number: int) -> HttpResponse:
    """End a run."""
    round_ = run_round(request, round_id)
    cancel_run(_run(round_, number), actor=signed_in(request), now=timezone.now())
    messages.success(request, "The run ends as soon as its worker looks up.")
    return redirect("mentoring:run_detail", round_.uuid, number)


@require_safe
def run_unmet(request: HttpRequest, round_id: str, number: int) -> HttpResponse:
    """Who has fewer mentors than they want, exactly why, and what would change it."""
    round_ = run_round(request, round_id)
    run = _finished(round_, number)
    filters, rows = UnmetFilters(request.GET), run.unmet.select_related("mentee")
    if "csv" in request.GET:
        found = _explained(run, filters.arrange(filters.narrow(rows))[:MOST_ROWS])
        return list_as_csv(request, round_.programme, "left", _LEFT_COLUMNS, map(_left_row, found))
    page = list_page(request, filters, rows)
    _explained(run, page.rows)
    context = {"round": round_, "run": run, "list": page, "csv_url": page.url_with("csv", "yes")}
    return render(request, "mentoring/run_unmet.html", context)


_LEFT_COLUMNS = ("Mentee", "Address", "Mentors", "Mentors wanted", "Why", "Each of these would be enough")


def _left_row(one: Any) -> Sequence[object]:
    return (one.mentee.name, one.mentee.email, one.has, one.wanted, " ".join(one.why), " ".join(one.help))


def _explained(run: Run, rows: Iterable[RunUnmet]) -> list[Any]:
    """These people, each with ``why`` and ``help``, sentences on what keeps them waiting and what would change it."""
    left: list[Any] = list(rows)
    named = {int(mentor) for one in left for change in one.facts["changes"] for mentor in change["mentors"]}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=named)}
    for one in left:
        one.why = why_left(one.cause, one.facts, run.mentors)
        one.help = what_would_help(one.facts["changes"], lambda pk: names.get(int(pk), "somebody who has left"))
    return left


@require_safe
def run_loads(request: HttpRequest, round_id: str, number: int) -> HttpResponse:
    """How many people each mentor has, and how many places are left."""
    round_ = run_round(request, round_id)
    run = _finished(round_, number)
    page = list_page(request, LoadFilters(request.GET), run.loads)
    names = User.objects.in_bulk([row[0] for row in page.rows])
    rows = [(names.get(row[0], "Somebody who has left"), *row[1:], places_left(row)) for row in page.rows]
    return render(request, "mentoring/run_loads.html", {"round": round_, "run": run, "list": page, "loads": rows})


@require_safe
def run_compare(request: HttpRequest, round_id: str, number: int) -> HttpResponse:
    """Two runs side by side in numbers, and the pairs that only one of them has. ``?with=`` names the other."""
    round_ = run_round(request, round_id)
    run = _finished(round_, number)
    finished = list(round_.runs.filter(state=Run.State.DONE).exclude(pk=run.pk).defer("loads"))
    wanted = request.GET.get("with", "")
    before = run_before(run)
    wanted = wanted if wanted.isascii() and wanted.isdigit() else str(before.number if before else 0)
    other = next((one for one in finished if str(one.number) == wanted), None)
    context: dict[str, Any] = {"round": round_, "run": run, "other": other, "others": finished}
    if other is not None:
        first, second = sorted((run, other), key=lambda one: one.number)
        people = ("mentee", "mentor")
        gone, new = pairs_only_in(first, second), pairs_only_in(second, first)
        context |= {
            "first": first, "second": second, "figures": compare(first, second),
            "in_both": pairs_in_both(first, second),
            "gone": gone.select_related(*people).order_by("mentee__name", "pk")[:PAIRS_SHOWN],
            "new": new.select_related(*people).order_by("mentee__name", "pk")[:PAIRS_SHOWN],
            "gone_count": gone.count(), "new_count": new.count(), "shown": PAIRS_SHOWN,
        }  # fmt: skip
    return render(request, "mentoring/run_compare.html", context)


@require_safe
def run_csv(request: HttpRequest, round_id: str, number: int) -> HttpResponse:
    """The draft as a file: ``?as=mentors`` and ``?as=mentees`` under the headings of mentor-match, else its pairs.

    For those who have just shown who they are; a stranger gets 404 before that.
    """
    round_ = run_round(request, round_id)
    answer: HttpResponse = _export(request, round_, _finished(round_, number))
    return answer


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth publishes no types
def _export(request: HttpRequest, round_: Round, run: Run) -> HttpResponse:
    sides = {"mentors": Participant.Side.MENTOR, "mentees": Participant.Side.MENTEE}
    kind = request.GET.get("as", "")
    text = peer_csv(run, sides[kind]) if kind in sides else pairs_csv(run)
    audit.record(
        actor=signed_in(request), action="mentoring.draft_exported", about=run, scope=round_.programme.scope,
        now=timezone.now(),
    )  # fmt: skip
    name = f"{slugify(round_.name)[:60] or 'round'}-run-{run.number}{'-' + kind if kind in sides else ''}"
    return csv_text(name, text)


@GET_OR_POST
def run_publish(request: HttpRequest, round_id: str, number: int) -> HttpResponse:
    """What publishing would do, in exact numbers; a POST does it. Letters are held until somebody releases them."""
    round_ = run_round(request, round_id)
    run = _finished(round_, number)
    if run.published_at is not None or round_.state == Round.State.CLOSED:
        raise Http404
    answer: HttpResponse = _publish(request, round_, run)
    return answer


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth publishes no types
def _publish(request: HttpRequest, round_: Round, run: Run) -> HttpResponse:
    form = PublishForm(request.POST if request.method == "POST" else None, initial={"letter_note": round_.letter_note})
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["letter_note"]
        try:
            done = publish(run, letter_note=note, actor=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _published(done.made, done.made + done.waiting))
            for one in done.left_out[:20]:
                messages.warning(request, f"{one.pair.mentee} and {one.pair.mentor} were left out: {one.reason}")
            return redirect("mentoring:round_detail", round_.uuid)
    pairs = run.pairs.count()
    context = {
        "round": round_, "run": run, "form": form, "pairs": pairs,
        "seconds": math.ceil(pairs * SECONDS_A_THOUSAND / 1000),
        "waiting": run.unmet.filter(has=0).count(), "not_allowed": no_longer_allowed(run).count(),
        "mentors": run.pairs.values("mentor").distinct().count(),
        "newer": round_.runs.filter(state=Run.State.DONE, number__gt=run.number).first(),
    }  # fmt: skip
    return render(request, "mentoring/run_publish.html", context)


def _published(proposals: int, letters: int) -> str:
    made = "1 proposal is" if proposals == 1 else f"{proposals} proposals are"
    held, them = ("1 letter is", "it") if letters == 1 else (f"{letters} letters are", "them")
    return f"{made} made. {held} held until you release {them}."


def _run(round_: Round, number: int) -> Run:
    run: Run = get_object_or_404(round_.runs.select_related("asked_by", "published_by"), number=number)
    run.round = round_
    return run


def _finished(round_: Round, number: int) -> Run:
    run = _run(round_, number)
    if run.state != Run.State.DONE:
        raise Http404
    return run
