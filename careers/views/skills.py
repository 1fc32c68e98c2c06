"""The A to Z of skills, and the page of one skill."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from careers.demand import demand, roles_asking
from careers.forms.skills import SkillFilters
from careers.frame import current_frame
from careers.models import Edition, LearningSkill, Skill
from common.a_to_z import letter_links
from common.lists import list_page
from common.public_pages import public_page
from common.vocabulary import SkillLevel

SHOWN = 8  # roles for each level, and courses; the rest is behind a link


@public_page
def skill_list(request: HttpRequest) -> HttpResponse:
    """A to Z. Six queries."""
    frame = current_frame()
    skills = Skill.objects.live()
    page = list_page(request, SkillFilters(request.GET, frame=frame), skills)
    letters = letter_links(page, skills)
    courses = dict(
        LearningSkill.objects.filter(skill__in=[skill.pk for skill in page.rows], learning__retired_at=None)
        .values_list("skill")
        .annotate(Count("pk"))
        .order_by()
    )
    for skill in page.rows:
        index = frame.skills.by_id.get(skill.pk)
        skill.role_count = roles_asking(frame, index) if index is not None else 0
        skill.course_count = courses.get(skill.pk, 0)
    return render(request, "careers/skill_list.html", {"list": page, "letters": letters})


@public_page
def skill_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One skill, also a retired one. Eight queries."""
    skill: Skill = get_object_or_404(Skill, slug=slug)
    frame = current_frame()
    index = frame.skills.by_id.get(skill.pk)
    wanted = demand(frame, index, most=SHOWN) if index is not None else []
    taught = list(
        skill.taught_by.filter(learning__retired_at=None)
        .select_related("learning")
        .order_by("reaches", "learning__name")[: SHOWN + 1]
    )
    edition = Edition.objects.filter(framework=skill.framework, is_current=True).first()
    context = {
        "skill": skill,
        "meanings": [(level.value, skill.meaning(level), skill.official_meaning(level)) for level in SkillLevel],
        "demand": wanted,
        "roles": roles_asking(frame, index) if index is not None else 0,
        "roles_shown": SHOWN,
        "is_named_only": bool(wanted) and all(level.required is None for level in wanted),
        "taught": taught[:SHOWN],
        "more_courses": len(taught) > SHOWN,
        "activities": skill.activities.all(),
        "synonyms": skill.synonyms.values_list("term", flat=True),
        "siblings": _siblings(skill),
        "edition": edition,
    }
    return render(request, "careers/skill_detail.html", context)


def _siblings(skill: Skill) -> list[Skill]:
    """Skills whose name differs only by what stands in brackets at its end: other skills all the same."""
    stem = skill.name.partition(" (")[0]
    alike = Q(name=stem) | Q(name__startswith=f"{stem} (")
    return list(Skill.objects.live().filter(alike).exclude(pk=skill.pk).order_by("name")[:SHOWN])
