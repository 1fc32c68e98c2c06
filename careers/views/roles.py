"""The list of roles, and a page for each."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from careers.browsing import RoleFacts, facts_of, first_sentence, professions_in_words, role_facts
from careers.forms.roles import RoleFilters
from careers.frame import Frame, current_frame
from careers.ladders import Ladder, Rung, build_ladder
from careers.models import Change, Edition, Level, Registration, Requirement, Role, Synonym, Track
from careers.role_surroundings import entrances, neighbours
from careers.skill_building import ways_to_build
from careers.vacancies import vacancy_searches
from careers.views.pathway_links import pathways_url
from common import bands
from common.lists import list_page
from common.public_pages import public_page
from common.vocabulary import Profession


SECTIONS = (
    ("levels", "Levels side by side"),
    ("changes", "What changes at each level"),
    ("ways-in", "Ways in"),
    ("near", "Roles near it"),
    ("build", "What builds its skills"),
    ("vacancies", "Vacancies now"),
)


@dataclass(frozen=True)
class RoleRow:
    """A role in the list, with the first sentence of its summary."""

    facts: RoleFacts
    summary: str


@public_page
def role_list(request: HttpRequest) -> HttpResponse:
    frame = current_frame()
    page = list_page(request, RoleFilters(request.GET, frame=frame), role_facts(frame))
    summaries = dict(Role.objects.filter(pk__in=[facts.pk for facts in page.rows]).values_list("pk", "summary"))
    rows = [RoleRow(facts, first_sentence(summaries.get(facts.pk, ""))) for facts in page.rows]
    return render(request, "careers/role_list.html", {"list": page, "rows": rows})


@dataclass(frozen=True)
class RungLinks:
    """A rung with where to go from it; an address is empty where there is nowhere to go."""

    rung: Rung
    registration: str
    compare_url: str
    pathways_url: str


@dataclass(frozen=True)
class StretchLinks:
    """Neighbouring rungs on one track, for the list below the table."""

    heading: str
    rungs: tuple[RungLinks, ...]


@public_page
def role_detail(request: HttpRequest, slug: str) -> HttpResponse:
    current = Edition.objects.filter(framework=OuterRef("family__framework"), is_current=True)
    role = get_object_or_404(
        Role.objects.select_related("family").annotate(attribution=Subquery(current.values("attribution")[:1])),
        slug=slug,
    )
    levels = list(role.levels.all())
    shown = [level for level in levels if role.retired_at or not level.retired_at]
    ladder = build_ladder(shown, Requirement.objects.of(shown))
    frame = current_frame()
    # A retired role, or one without a level, has no place in the frame.
    index = frame.roles.by_id.get(role.pk) if shown else None
    return render(
        request,
        "careers/role_detail.html",
        {
            "role": role,
            "ladder": ladder,
            "gone": [level for level in levels if level not in shown],
            "blocks": _blocks(ladder, frame),
            "facts": _facts(role, ladder, facts_of(frame, index)) if index is not None else [],
            "sections": [section for section in SECTIONS if index is not None or section[0] not in ("ways-in", "near")],
            "json_url": reverse("careers:role_json", args=[role.slug]),
            "also_called": _also_called(role),
            "building": ways_to_build(row.skill for row in ladder.rows),
            "entrances": entrances(frame, index) if index is not None else None,
            "neighbours": neighbours(frame, index) if index is not None else [],
            "pathways_url": pathways_url(frame, goal=role),
            "vacancies": vacancy_searches(role.name),
            "replaced_by": _replaced_by(role) if role.retired_at else None,
        },
    )


def _facts(role: Role, ladder: Ladder, facts: RoleFacts) -> list[tuple[str, str] | tuple[str, str, str]]:
    """Names and values, some with an address, for ``components/facts.html``."""
    first, last = ladder.rungs[0].level.name, ladder.rungs[-1].level.name
    levels = f"{facts.levels}, from {first} to {last}" if facts.levels > 1 else f"1: {first}"
    return [
        ("Family", role.family.name, role.family.get_absolute_url()),
        ("Levels", levels),
        ("Pay band", bands.sentence(facts.band_low, facts.band_high)),
        ("Entry level", " or ".join(facts.entry) or "None: people come in from other jobs"),
        ("Registration", facts.registration or "None needed"),
    ]


def _blocks(ladder: Ladder, frame: Frame) -> list[list[StretchLinks]]:
    """The stretches from the bottom up; the two tracks of a fork stand in one block."""
    blocks = []
    for _, stretches in groupby(ladder.stretches, key=lambda stretch: stretch.track != Track.SINGLE):
        block = [
            StretchLinks(stretch.track.label, tuple(_rung_links(rung, frame) for rung in stretch.rungs))
            for stretch in stretches
        ]
        blocks.append(block)
    return blocks


def _rung_links(rung: Rung, frame: Frame) -> RungLinks:
    compared = [level for level in (rung.below, rung.level) if level]
    query = urlencode([("level", level.slug) for level in compared])
    return RungLinks(
        rung,
        registration=_registration(rung.level),
        compare_url=f"{reverse('careers:compare')}?{query}" if len(compared) > 1 else "",
        pathways_url=pathways_url(frame, goal=rung.level),
    )


def _registration(level: Level) -> str:
    """A sentence, or an empty string where no registration is asked for."""
    who = professions_in_words(Profession(profession) for profession in level.professions)
    if level.registration == Registration.YES:
        return f"You need to be registered as {who}."
    if level.registration == Registration.SOMETIMES:
        return f"Some posts ask you to be registered as {who}."
    return ""


def _also_called(role: Role) -> list[str]:
    """Other names of the role and of its levels, A to Z."""
    terms = Synonym.objects.filter(Q(role=role) | Q(level__role=role, level__retired_at=None))
    return sorted(set(terms.values_list("term", flat=True)), key=str.casefold)


def _replaced_by(role: Role) -> Role | None:
    """The live role that took over the name of a retired one, where an edition said so."""
    renamed = Change.objects.filter(subject=Change.Subject.ROLE, kind=Change.Kind.RENAMED, before=role.name)
    return Role.objects.live().filter(slug__in=renamed.values("slug")).exclude(pk=role.pk).first()
