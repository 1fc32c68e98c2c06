"""The list of roles, and a page for each."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from careers.additions import additions_to, columns_of
from careers.forms.roles import RoleFilters
from careers.frame import Frame, current_frame
from careers.models import Change, Edition, Level, Registration, Role, Track
from careers.revision import current_revision
from careers.roles.browsing import RoleFacts, facts_of, first_sentence, professions_in_words, role_facts
from careers.roles.building import ways_to_build
from careers.roles.ladders import Ladder, Rung, build_ladder
from careers.roles.names import other_names
from careers.roles.needs import needs_of
from careers.roles.surroundings import entrances, neighbours
from careers.roles.vacancies import vacancy_searches
from careers.views.pathway_links import pathways_url
from common import bands
from common.a_to_z import jump_links
from common.lists import list_page
from common.public_pages import public_page
from common.vocabulary import Profession


@public_page
def role_list(request: HttpRequest) -> HttpResponse:
    """The roles that fit the filters, from the frame; only the summaries of the page shown are fetched."""
    frame = current_frame()
    page = list_page(request, RoleFilters(request.GET, frame=frame), role_facts(frame))
    summaries = dict(Role.objects.filter(pk__in=[facts.pk for facts in page.rows]).values_list("pk", "summary"))
    rows = [(facts, first_sentence(summaries.get(facts.pk, ""))) for facts in page.rows]
    by_name = page.form.sort == "name" and page.pages
    letters = jump_links(page, [facts.slug for facts in page.page.paginator.object_list]) if by_name else []
    return render(request, "careers/role_list.html", {"list": page, "rows": rows, "letters": letters})


@dataclass(frozen=True)
class RungLinks:
    """A rung with where to go from it; an address is empty where there is nowhere to go."""

    rung: Rung
    basis: str
    registration: str
    note: str
    compare_url: str
    pathways_url: str


@dataclass(frozen=True)
class StretchLinks:
    """Neighbouring rungs on one track, for the list below the table."""

    heading: str
    rungs: tuple[RungLinks, ...]


@public_page
def role_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A role with all its levels side by side; a retired one keeps its page. Six queries, and those of additions."""
    revision = current_revision()
    current = Edition.objects.filter(framework=OuterRef("family__framework"), is_current=True)
    role = get_object_or_404(
        Role.objects.select_related("family").annotate(
            attribution=Subquery(current.values("attribution")[:1]), **columns_of("role")
        ),
        slug=slug,
    )
    levels = list(role.levels.all())
    shown = [level for level in levels if role.retired_at or not level.retired_at]
    ladder = build_ladder(shown, needs_of(shown))
    frame, build = current_frame(revision), ways_to_build(revision)
    # A retired role, or one without a level, has no place in the frame.
    index = frame.roles.by_id.get(role.pk) if shown else None
    is_a_post = not shown or not all(level.is_added_to_a_job for level in shown)
    vacancies = vacancy_searches(role.name) if is_a_post else []
    return render(
        request,
        "careers/role_detail.html",
        {
            "role": role,
            "ladder": ladder,
            "gone": [level for level in levels if level not in shown],
            "blocks": _blocks(ladder, frame),
            "facts": _facts(role, ladder, facts_of(frame, index)) if index is not None else [],
            "sections": _sections(ladder, is_live=index is not None, has_vacancies=bool(vacancies)),
            "json_url": reverse("careers:role_json", args=[role.slug]),
            "also_called": other_names(revision).get(role.pk, ()),
            # A skill that came in since the revision was read is built on the next page.
            "building": [build[row.skill.pk] for row in ladder.rows if row.skill.pk in build],
            "entrances": entrances(frame, index) if index is not None else None,
            "neighbours": neighbours(frame, index) if index is not None else [],
            "pathways_url": pathways_url(frame, goal=role),
            "vacancies": vacancies,
            "replaced_by": _replaced_by(role) if role.retired_at else None,
            "additions": additions_to("role", role),
        },
    )


def _sections(ladder: Ladder, *, is_live: bool, has_vacancies: bool) -> list[tuple[str, str]]:
    """Ids and headings of the page, the first two always there."""
    one = len(ladder.rungs) == 1
    return [
        ("levels", "Skills it needs" if one else "Levels side by side"),
        ("changes", "Its level" if one else "What changes at each level"),
        *([("ways-in", "Ways in"), ("near", "Roles near it")] if is_live else []),
        ("build", "What builds its skills"),
        *([("vacancies", "Vacancies now")] if has_vacancies else []),
    ]


def _facts(role: Role, ladder: Ladder, facts: RoleFacts) -> list[tuple[str, str] | tuple[str, str, str]]:
    """Names and values, some with an address, for ``components/facts.html``."""
    first, last = ladder.rungs[0].level.name, ladder.rungs[-1].level.name
    levels = f"{facts.levels}, from {first} to {last}" if facts.levels > 1 else f"1: {first}"
    return [
        ("Family", role.family.name, role.family.get_absolute_url()),
        ("Levels", levels),
        ("Pay band", bands.sentence(facts.band_low, facts.band_high, facts.without_band)),
        ("Entry level", " or ".join(facts.entry) or "None: people come in from other jobs"),
        ("Registration", facts.registration or "None needed"),
    ]


def _blocks(ladder: Ladder, frame: Frame) -> list[list[StretchLinks]]:
    """The stretches from the bottom up; the two tracks of a fork stand in one block."""
    compare = reverse("careers:compare")
    blocks = []
    for _, stretches in groupby(ladder.stretches, key=lambda stretch: stretch.track != Track.SINGLE):
        block = [
            StretchLinks(stretch.track.label, tuple(_rung_links(rung, frame, compare) for rung in stretch.rungs))
            for stretch in stretches
        ]
        blocks.append(block)
    return blocks


def _rung_links(rung: Rung, frame: Frame, compare: str) -> RungLinks:
    compared = [level for level in (rung.below, rung.level) if level]
    query = urlencode([("level", level.slug) for level in compared])
    return RungLinks(
        rung,
        basis=_basis(rung.level),
        registration=_registration(rung.level),
        note=_note(rung.level),
        compare_url=f"{compare}?{query}" if len(compared) > 1 else "",
        pathways_url=pathways_url(frame, goal=rung.level),
    )


def _basis(level: Level) -> str:
    """What the typical band rests on; empty where the mark of its confidence says so already."""
    if not level.band_low or level.band_basis.casefold() == "our judgement":
        return ""
    return level.band_basis


def _registration(level: Level) -> str:
    """A sentence, or an empty string where no registration is asked for."""
    who = professions_in_words(Profession(profession) for profession in level.professions)
    if level.registration == Registration.YES:
        return f"You need to be registered as {who}."
    if level.registration == Registration.SOMETIMES:
        return f"Some posts ask you to be registered as {who}."
    return ""


def _note(level: Level) -> str:
    """The note without what only repeats the registration, "Registered nurse; often split with clinical work"."""
    if level.registration != Registration.YES:
        return level.note
    said = {"registered", "clinician"}
    said.update(word for profession in level.professions for word in Profession(profession).label.lower().split())
    parts = level.note.split("; ")
    left = "; ".join(part for part in parts if not said.issuperset(part.lower().split()))
    return left[:1].upper() + left[1:]


def _replaced_by(role: Role) -> Role | None:
    """The live role that took over the name of a retired one, where an edition said so."""
    renamed = Change.objects.filter(subject=Change.Subject.ROLE, kind=Change.Kind.RENAMED, before=role.name)
    return Role.objects.live().filter(slug__in=renamed.values("slug")).exclude(pk=role.pk).first()
