"""How a programme goes: numbers for its team, and the lists behind them, on the screen and as CSV."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.exporting import MOST_ROWS
from accounts.models import Programme
from accounts.roles import RUNNING_IT, is_site_admin, programmes_where
from common.charts import bar_chart
from common.lists import list_page
from mentoring.concerns import concerns_for
from mentoring.forms.overview import MeetingsFilters, MentorsFilters, OfRound, PairsFilters, ProgrammeFilters
from mentoring.next_best import how_many_wait
from mentoring.overview import GROUPS, meetings_of, mentors_of, numbers_of, pairs_of, with_last_met
from mentoring.views.lists import list_as_csv
from mentoring.views.people import me

PER_PAGE = 50


@never_cache
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """The numbers of a programme, or of one of its rounds."""
    user, now = me(request), timezone.now()
    programme = programme_of(request, slug, now)
    filters = OfRound(request.GET, programme=programme, now=now)
    round_ = filters.given("round")
    numbers = numbers_of(programme, round_)
    narrowed = f"round={round_.uuid}&" if round_ else ""

    def to(name: str, query: str) -> str:
        return f"{reverse(f'mentoring:{name}', args=[slug])}?{narrowed}{query}"

    words = {name: text for name, text, _ in GROUPS}
    pairs = numbers.pairs
    asked = [(pairs["ALL"], "proposals in all", to("overview_pairs", ""))]
    asked += [(pairs[name], words[name].lower(), to("overview_pairs", f"state={name}")) for name in ("ANSWERED",)]
    asked += [
        (pairs["PROPOSED"], "waiting for an answer", to("overview_pairs", "state=PROPOSED")),
        (pairs["DECLINED"], "declined", to("overview_pairs", "state=DECLINED")),
        (pairs["LAPSED"], "not answered in time", to("overview_pairs", "state=LAPSED")),
    ]
    going = [
        (pairs["ACCEPTED"], "accepted, not met yet", to("overview_pairs", "state=ACCEPTED")),
        (pairs["ACTIVE"], "meeting", to("overview_pairs", "state=ACTIVE")),
        (pairs["DORMANT"], "not met for a while", to("overview_pairs", "state=DORMANT")),
        (pairs["PAUSED"], "paused", to("overview_pairs", "state=PAUSED")),
        (pairs["ENDED"], "ended", to("overview_pairs", "state=ENDED")),
        (pairs["WELL"], "ended well", to("overview_pairs", "state=WELL")),
    ]
    mentors = mentors_of(programme, round_, now)
    loads = [
        (mentors.count(), "mentors asked", to("overview_mentors", "")),
        (MentorsFilters({"only": "SLOW"}, programme=programme, now=now).narrow(mentors).count(), "slow to answer",
         to("overview_mentors", "only=SLOW")),
    ]  # fmt: skip
    meetings = [
        (numbers.held, "meetings held", to("overview_meetings", "state=DONE")),
        (numbers.missed, "did not take place", to("overview_meetings", "state=MISSED")),
    ]
    charts = [
        bar_chart(
            one.counts, id=f"answers-{place}", headline=one.question, label_heading="Answer", value_heading="Answers",
            maximum=max(number for _, number in one.counts),
        )
        for place, one in enumerate(numbers.answers, start=1) if one.counts
    ]  # fmt: skip
    rounds = programme.rounds.filter(pk=round_.pk) if round_ else programme.rounds.all()
    waiting = how_many_wait(rounds)
    concerns = concerns_for(user, now=now).filter(programme=programme).open().count()
    context = {
        "programme": programme, "round": round_, "filters": filters, "numbers": numbers, "asked": asked, "going": going,
        "loads": loads, "meetings": meetings, "charts": charts,
        "concerns": [(concerns, "open concerns", f"{reverse('mentoring:concern_list')}?state=OPEN&programme={slug}")],
        "waiting": [
            (waiting.get(one.pk, 0), f"wait in {one.name}", reverse("mentoring:round_waiting", args=[one.uuid]))
            for one in rounds
        ],
    }  # fmt: skip
    return render(request, "mentoring/overview.html", context)


@never_cache
@require_safe
def overview_list(request: HttpRequest) -> HttpResponse:
    """The programmes that I run, each with its overview."""
    now = timezone.now()
    user = me(request)
    programmes = programmes_where(user, RUNNING_IT, now=now)
    runs_some = programmes.exists()
    context = {
        "list": list_page(request, ProgrammeFilters(request.GET), programmes, PER_PAGE),
        "has_rounds": runs_some, "has_concerns": runs_some or is_site_admin(user),
    }  # fmt: skip
    return render(request, "mentoring/overview_list.html", context)


@never_cache
@require_safe
def overview_pairs(request: HttpRequest, slug: str) -> HttpResponse:
    """Pairs and proposals of a programme."""
    now = timezone.now()
    programme = programme_of(request, slug, now)
    rows = with_last_met(pairs_of(programme)).select_related("mentor", "mentee", "round")
    filters = PairsFilters(request.GET, programme=programme, now=now)
    if "csv" in request.GET:
        found = filters.arrange(filters.narrow(rows))[:MOST_ROWS]
        return list_as_csv(request, programme, "pairs", _PAIR_COLUMNS, map(_pair_row, found))
    page = list_page(request, filters, rows, PER_PAGE)
    return _list(request, "overview_pairs", programme, page)


@never_cache
@require_safe
def overview_mentors(request: HttpRequest, slug: str) -> HttpResponse:
    """Mentors of a programme and their load."""
    now = timezone.now()
    programme = programme_of(request, slug, now)
    filters = MentorsFilters(request.GET, programme=programme, now=now)
    rows = mentors_of(programme, filters.given("round"), now)
    if "csv" in request.GET:
        found = filters.arrange(filters.narrow(rows))[:MOST_ROWS]
        return list_as_csv(request, programme, "mentors", _MENTOR_COLUMNS, map(_mentor_row, found))
    return _list(request, "overview_mentors", programme, list_page(request, filters, rows, PER_PAGE))


@never_cache
@require_safe
def overview_meetings(request: HttpRequest, slug: str) -> HttpResponse:
    """Meetings of a programme: when and who, not what about."""
    now = timezone.now()
    programme = programme_of(request, slug, now)
    rows = meetings_of(pairs_of(programme)).select_related("mentor", "mentee").defer("agenda", "link")
    filters = MeetingsFilters(request.GET, programme=programme, now=now)
    if "csv" in request.GET:
        found = filters.arrange(filters.narrow(rows))[:MOST_ROWS]
        return list_as_csv(request, programme, "meetings", _MEETING_COLUMNS, map(_meeting_row, found))
    return _list(request, "overview_meetings", programme, list_page(request, filters, rows, PER_PAGE))


_PAIR_COLUMNS = (
    "Mentor", "Mentor’s address", "Mentee", "Mentee’s address", "Round", "State", "Proposed", "Answered", "Last met",
    "Ended", "Why it ended",
)  # fmt: skip
_MENTOR_COLUMNS = (
    "Name", "Address", "Places", "People now", "Waiting for an answer", "Late", "Declined", "Not answered",
    "Meetings held",
)  # fmt: skip
_MEETING_COLUMNS = ("Mentor", "Mentee", "Starts", "Minutes", "State")


def _pair_row(pair: Any) -> Sequence[object]:
    return (
        pair.mentor.name, pair.mentor.email, pair.mentee.name, pair.mentee.email, pair.round.name if pair.round else "",
        pair.get_state_display(), *map(_day, (pair.proposed_at, pair.answered_at, pair.last_met, pair.ended_at)),
        pair.get_end_reason_display() if pair.end_reason else "",
    )  # fmt: skip


def _mentor_row(one: Any) -> Sequence[object]:
    return (one.name, one.email, one.places, one.live, one.waits, one.late, one.declined, one.lapsed, one.held)


def _meeting_row(one: Any) -> Sequence[object]:
    return (one.mentor.name, one.mentee.name, _moment(one.starts_at), one.minutes, one.get_state_display())


def _day(at: datetime | None) -> str:
    return f"{localtime(at):%Y-%m-%d}" if at else ""


def _moment(at: datetime | None) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _list(request: HttpRequest, name: str, programme: Programme, page: Any) -> HttpResponse:
    context = {"programme": programme, "list": page, "csv_url": page.url_with("csv", "yes"), "state": page.state}
    return render(request, f"mentoring/{name}.html", context)


def programme_of(request: HttpRequest, slug: str, now: datetime) -> Programme:
    """A programme that the reader runs. Raises Http404."""
    return get_object_or_404(programmes_where(me(request), RUNNING_IT, now=now), slug=slug)
