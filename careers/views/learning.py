"""Ways to learn, networks, and conferences."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from careers.additions import additions_to
from careers.forms.learning import ConferenceFilters, LearningFilters, NetworkFilters, OutsideFilters
from careers.frame import current_frame
from careers.models import Family, Learning, LearningSkill, Network, RecurringEvent
from common.lists import ListPage, list_page
from common.public_pages import public_page
from common.vocabulary import Background, EmployerKind, Nation, Profession, SkillLevel

PER_PAGE = 30
CHECKED = ("last_checked", "confidence")


@public_page
def learning_list(request: HttpRequest) -> HttpResponse:
    """Courses and schemes. Seven queries."""
    live = Learning.objects.live()
    form = LearningFilters(request.GET, frame=current_frame(), areas=live.known_areas())
    shown = live.only("name", "slug", "kind", "provider", "duration", "cost_band", "summary", "status", *CHECKED)
    page = list_page(request, form, shown, PER_PAGE)
    taught = _taught(page.rows)
    for row in page.rows:
        row.taught = taught[row.pk]
    return render(request, "careers/learning_list.html", _in_two_parts(page))


@public_page
def learning_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One way to learn, also a retired one. Three queries, and those of additions."""
    learning = get_object_or_404(Learning, slug=slug)
    context = {
        "learning": learning,
        "teaches": learning.teaches.select_related("skill").order_by("-reaches", "skill__name"),
        "eligibility": _eligibility(learning),
        "additions": additions_to("learning", learning),
    }
    return render(request, "careers/learning_detail.html", context)


@public_page
def network_list(request: HttpRequest) -> HttpResponse:
    """Networks; ``?network=slug`` shows one, whichever page it would be on. Six queries."""
    live = Network.objects.live()
    form = NetworkFilters(request.GET, frame=current_frame())
    only = request.GET.get("network")
    if only and live.filter(slug=only).exists():
        live = live.filter(slug=only)
    elif only:
        form.add_error(None, "We know no such network. Here are all of them.")
        only = None
    families = Family.objects.live().only("name", "slug")
    page = list_page(request, form, live.prefetch_related(Prefetch("families", families)), PER_PAGE)
    for network in page.rows:
        network.background_words = _labels(Background, network.backgrounds, "and")
    return render(request, "careers/network_list.html", {**_in_two_parts(page), "only": only})


@public_page
def conference_list(request: HttpRequest) -> HttpResponse:
    """Events that come round every year or so. Four queries."""
    page = list_page(request, ConferenceFilters(request.GET), RecurringEvent.objects.live(), PER_PAGE)
    return render(request, "careers/conference_list.html", _in_two_parts(page))


def _taught(rows: Iterable[Learning]) -> dict[int, list[str]]:
    """What each row teaches, best first, "project management (working)"; by database id. One query."""
    taught: dict[int, list[str]] = defaultdict(list)
    found = LearningSkill.objects.filter(learning__in=[row.pk for row in rows]).order_by("-reaches", "skill__name")
    for pk, skill, reaches in found.values_list("learning_id", "skill__name", "reaches"):
        taught[pk].append(f"{skill} ({SkillLevel(reaches).label.lower()})")
    return taught


def _in_two_parts(page: ListPage[Any]) -> dict[str, Any]:
    """The context of a list in which rows that fit for sure come before those that may fit; one query at most.

    Each row gets ``not_known``, what was asked for and is not known of it, and ``is_known`` if that is nothing.
    ``asked`` says whether anything was asked for.
    """
    form = page.form
    assert isinstance(form, OutsideFilters)
    conditions = list(form.conditions())
    for row in page.rows:
        row.not_known = [each.words for each in conditions if getattr(row, f"unknown_{each.name}")]
        row.is_known = not row.not_known
    context: dict[str, Any] = {"list": page, "asked": bool(conditions)}
    if conditions:
        rows: Any = page.page.paginator.object_list
        context |= rows.order_by().aggregate(
            fit=Count("pk", filter=Q(unknowns=0)), may_fit=Count("pk", filter=Q(unknowns__gt=0))
        )
    return context


def _eligibility(learning: Learning) -> list[tuple[str, str]]:
    """Who may apply, as (what, answer); an answer is empty where it is not known."""
    nations = _labels(Nation, learning.nations)
    return [
        ("Background", _labels(Background, learning.backgrounds) or "Any background"),
        ("Pay band", learning.bands),
        ("Registration", _labels(Profession, learning.professions)),
        ("Nation", "All four nations of the UK" if len(learning.nations) == len(Nation) else nations),
        ("Area", _listed(learning.areas)),
        ("Employer", _labels(EmployerKind, learning.employer_kinds)),
    ]


def _labels(choices: Any, words: Iterable[str], joint: str = "or") -> str:
    return _listed((str(choices(word).label) for word in words), joint)


def _listed(words: Iterable[str], joint: str = "or") -> str:
    """ "A, B or C"."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} {joint} {last}" if most else last
