"""Rounds of the programmes that one runs: make them, look at them, change and close them."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Programme, User
from accounts.roles import RUNNING_IT, programmes_where
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from mentoring.forms.round_lists import RoundFilters
from mentoring.forms.rounds import RoundForm, as_it_is, from_preset
from mentoring.models import Match, Participant, Round, Run
from mentoring.next_best import how_many_wait
from mentoring.rounds.keeping import PRESETS, RoundNameTaken, close_round, may_join, save_round
from mentoring.rounds.people import without_details
from mentoring.rounds.publishing import held_letters

State = Participant.State


def programmes_run_by(request: HttpRequest, now: datetime) -> QuerySet[Programme]:
    """The programmes whose rounds this person runs."""
    return programmes_where(request.user, RUNNING_IT, now=now)


def run_round(request: HttpRequest, round_id: str) -> Round:
    """The round, if this person runs its programme. Raises Http404 for a stranger."""
    theirs = programmes_run_by(request, timezone.now())
    found: Round | None = Round.objects.filter(uuid=round_id, programme__in=theirs).select_related("programme").first()
    if found is None:
        raise Http404
    return found


def signed_in(request: HttpRequest) -> User:
    """The person; the middleware has sent everybody else to sign in."""
    assert isinstance(request.user, User)
    return request.user


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """The rounds of one's programmes, with filters."""
    programmes = programmes_run_by(request, timezone.now())
    if not programmes.exists():
        raise PermissionDenied
    in_it = Q(participants__state=State.IN)
    rows = (
        Round.objects.filter(programme__in=programmes)
        .select_related("programme")
        .annotate(
            mentors=Count("participants", filter=in_it & Q(participants__side=Participant.Side.MENTOR)),
            mentees=Count("participants", filter=in_it & Q(participants__side=Participant.Side.MENTEE)),
        )
    )
    page = list_page(request, RoundFilters(request.GET), rows)
    waiting = how_many_wait(Round.objects.filter(pk__in=[one.pk for one in page.rows]))
    for one in page.rows:
        one.waiting = waiting.get(one.pk, 0)
    return render(request, "mentoring/round_list.html", {"list": page})


@GET_OR_POST
def round_add(request: HttpRequest) -> HttpResponse:
    """Make a round. ``?preset=`` says what its settings begin with."""
    now = timezone.now()
    programmes = programmes_run_by(request, now)
    mine = list(programmes[:2])
    if not mine:
        raise PermissionDenied
    chosen = request.GET.get("preset", "")
    chosen = chosen if chosen in PRESETS else next(iter(PRESETS))
    begin = from_preset(chosen) | ({"programme": mine[0].pk} if len(mine) == 1 else {})
    form = RoundForm(request.POST if request.method == "POST" else None, initial=begin, programmes=programmes)
    if request.method == "POST" and form.is_valid():
        programme = form.cleaned_data["programme"]
        try:
            made = save_round(None, programme=programme, settings=form.settings, actor=signed_in(request), now=now)
        except RoundNameTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{made.name} is made. Now bring in the people.")
            return redirect("mentoring:round_detail", made.uuid)
    context = {"form": form, "round": None, "presets": PRESETS, "chosen": chosen}
    return render(request, "mentoring/round_form.html", context)


@GET_OR_POST
def round_edit(request: HttpRequest, round_id: str) -> HttpResponse:
    """Change the settings of a round. Runs that are there keep those they had."""
    round_ = run_round(request, round_id)
    begin = as_it_is(round_)
    if (preset := request.GET.get("preset", "")) in PRESETS:
        begin |= from_preset(preset)
    given = request.POST if request.method == "POST" else None
    form = RoundForm(given, initial=begin, programmes=Programme.objects.filter(pk=round_.programme_id))
    del form.fields["programme"]
    if request.method == "POST" and form.is_valid():
        actor, now = signed_in(request), timezone.now()
        try:
            save_round(round_, programme=round_.programme, settings=form.settings, actor=actor, now=now)
        except RoundNameTaken as refusal:
            form.add_error("name", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The round is saved. The next run follows it.")
            return redirect("mentoring:round_detail", round_.uuid)
    context = {"form": form, "round": round_, "presets": PRESETS, "chosen": preset}
    return render(request, "mentoring/round_form.html", context)


@require_safe
def round_detail(request: HttpRequest, round_id: str) -> HttpResponse:
    """One round: who takes part, its runs, its pairs, and what can be done next."""
    now = timezone.now()
    round_ = run_round(request, round_id)
    runs = list(round_.runs.select_related("asked_by", "published_by").defer("loads", "bounds")[:20])
    counts = {
        (side, state): count
        for side, state, count in round_.participants.order_by().values_list("side", "state").annotate(Count("pk"))
    }
    pairs = dict(round_.matches.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "round": round_,
        "runs": runs,
        "going_on": next((run for run in runs if run.state in Run.UNFINISHED), None),
        "newest": next((run for run in runs if run.state == Run.State.DONE), None),
        "mentors": counts.get((Participant.Side.MENTOR, State.IN), 0),
        "mentees": counts.get((Participant.Side.MENTEE, State.IN), 0),
        "left_out": sum(count for (_, state), count in counts.items() if state == State.EXCLUDED),
        "without_details": without_details(round_),
        "bonds": round_.bonds.count(),
        "pairs": [(state.label, pairs[state]) for state in Match.State if pairs.get(state)],
        "held": held_letters(round_).count() if round_.published_at else 0,
        "outbox": f"{reverse('notifications:message_list')}?state=HELD&scope={round_.programme.scope}",
        "presets": PRESETS,
        "may_join": may_join(round_, now),
        "settings": _settings(round_),
    }
    return render(request, "mentoring/round_detail.html", context)


def _settings(round_: Round) -> list[tuple[str, str]]:
    """The settings in words."""
    days = f"{round_.answer_days} working day{'' if round_.answer_days == 1 else 's'}"
    return [
        ("When not everybody can have the best", round_.get_objective_display()),
        ("Where scores come from", round_.get_scores_display()),
        ("Lowest score", str(round_.floor) if round_.floor else "None"),
        ("Mentors for one person, at most", str(round_.most_wanted)),
        ("People for one mentor, at most", str(round_.most_places or "As many as they offer")),
        ("Inside one organisation", "Nobody is matched" if round_.other_organisation else "Allowed"),
        ("A mentor answers within", days),
    ]


@GET_OR_POST
def round_close(request: HttpRequest, round_id: str) -> HttpResponse:
    """Close a round, after a page that says what that means."""
    round_ = run_round(request, round_id)
    if round_.state == Round.State.CLOSED:
        raise Http404
    if request.method == "POST":
        try:
            close_round(round_, actor=signed_in(request), now=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{round_.name} is closed. Its pairs go on.")
        return redirect("mentoring:round_detail", round_.uuid)
    context = {"round": round_, "live": Match.objects.live().filter(round=round_).count()}
    return render(request, "mentoring/round_close.html", context)
