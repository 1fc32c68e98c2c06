"""Job adverts: read one, see how I stand, correct what was read, draft the statement, make it my goal."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from careers.frame import current_frame
from careers.models import Level, Skill
from common.http_methods import GET_OR_POST
from common.lists import ListForm, list_page
from common.refusals import Refused
from planning.adverts.keeping import (
    MOST_SKILLS,
    add_criterion,
    choose_goal,
    correct_criterion,
    correct_facts,
    delete_advert,
    keep_advert,
    remove_criterion,
    save_statement,
)
from planning.adverts.nearest import nearest_levels
from planning.adverts.reading import Advert as ReadAdvert
from planning.adverts.reading import read_advert
from planning.adverts.standing import Position, position_of
from planning.adverts.statement import as_docx, as_text, word_count, words_in
from planning.assessments import set_goal
from planning.forms.adverts import AdvertFilters, AdvertForm, CriterionForm, DraftsForm, FactsForm
from planning.models import Advert, Assessment, Criterion, CriterionKind, CriterionSkill
from planning.models.adverts import AdvertQuerySet
from planning.views.current import current_assessment, open_page, signed_in
from planning.views.tried_adverts import clear_tried, remember_tried

PER_PAGE = 25
DESIRABLE_WEIGHT = 0.5
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@GET_OR_POST
@open_page
def advert_read(request: HttpRequest) -> HttpResponse:
    """Give an advert. Signed in it is kept; signed out it is read, and waits half an hour for an account."""
    user = signed_in(request)
    if request.method == "POST" and "clear" in request.POST and user is None:
        clear_tried(request)
        messages.success(request, "The advert is deleted, here and with us.")
        answer = redirect("planning:advert_read")
        answer["Clear-Site-Data"] = '"cache"'  # so that "back" shows nothing either
        return answer
    if request.method != "POST":
        return render(request, "planning/advert_read.html", {"form": AdvertForm(may_upload=bool(user))})
    form = AdvertForm(request.POST, request.FILES, may_upload=bool(user))
    if not form.is_valid():
        return render(request, "planning/advert_read.html", {"form": form})
    text = form.cleaned_data["advert"]
    read = read_advert(text)
    if not read.criteria and "anyway" not in request.POST:
        form = AdvertForm(initial={"text": text}, may_upload=bool(user))
        return render(request, "planning/advert_read.html", {"form": form, "found_none": True})
    if user is None:
        context = {"read": read, "nearest": _nearest_to_read(read), "waits": remember_tried(request, text)}
        return render(request, "planning/advert_tried.html", context)
    try:
        advert = keep_advert(user, text, read, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "planning/advert_read.html", {"form": form})
    return redirect("planning:advert_detail", advert.pk)


def _nearest_to_read(read: ReadAdvert) -> list[Any]:
    frame = current_frame()
    by_name = dict(zip(frame.skills.names, frame.skills.ids, strict=True))
    essential = {by_name[link.skill]: 1.0 for one in read.essential for link in one.links if link.skill in by_name}
    skills = {
        by_name[link.skill]: DESIRABLE_WEIGHT for one in read.desirable for link in one.links if link.skill in by_name
    } | essential
    return nearest_levels(frame, title=read.facts.title, skills=skills, bands=read.facts.bands)


@never_cache
@require_safe
def advert_list(request: HttpRequest) -> HttpResponse:
    """The adverts that the person keeps. Two queries."""
    form: ListForm = AdvertFilters(request.GET)
    rows = _mine(request).defer("text").counted()
    return render(request, "planning/advert_list.html", {"list": list_page(request, form, rows, PER_PAGE)})


@never_cache
@require_safe
def advert_detail(request: HttpRequest, advert_id: UUID) -> HttpResponse:
    """What it asks for, and how the person stands on each point. Seven queries."""
    advert = get_object_or_404(_mine(request).select_related("goal__role"), pk=advert_id)
    assessment, position = _position(request, advert)
    frame = current_frame()
    skills: dict[int, float] = {}
    for row in (*position.desirable, *position.essential):
        for one in row.skills:
            skills[one.link.skill_id] = 1.0 if row.criterion.kind == CriterionKind.ESSENTIAL else DESIRABLE_WEIGHT
    bands = [band.strip() for band in advert.bands.split(",")]
    context = {
        "advert": advert,
        "position": position,
        "assessment": assessment,
        "words": words_in(position),
        "nearest": nearest_levels(frame, title=advert.title, skills=skills, bands=bands),
        "groups": [("Essential", position.essential), ("Desirable", position.desirable)],
    }
    return render(request, "planning/advert_detail.html", context)


@never_cache
@GET_OR_POST
def advert_facts(request: HttpRequest, advert_id: UUID) -> HttpResponse:
    """Correct what was read off about the job."""
    advert = get_object_or_404(_mine(request), pk=advert_id)
    form = FactsForm(request.POST if request.method == "POST" else None, instance=advert)
    if request.method == "POST" and form.is_valid():
        correct_facts(advert, form.cleaned_data, now=timezone.now())
        messages.success(request, "Your changes are saved.")
        return redirect("planning:advert_detail", advert.pk)
    return render(request, "planning/advert_facts.html", {"form": form, "advert": _mine(request).get(pk=advert_id)})


@never_cache
@GET_OR_POST
def advert_delete(request: HttpRequest, advert_id: UUID) -> HttpResponse:
    """Throw an advert away."""
    advert = get_object_or_404(_mine(request), pk=advert_id)
    if request.method == "POST":
        delete_advert(advert)
        messages.success(request, f"{advert.title} is deleted, with what you wrote for it.")
        return redirect("planning:advert_list")
    return render(request, "planning/advert_delete.html", {"advert": advert})


@never_cache
@GET_OR_POST
def criterion_add(request: HttpRequest, advert_id: UUID) -> HttpResponse:
    """Add a criterion that was not found."""
    advert = get_object_or_404(_mine(request), pk=advert_id)
    form = CriterionForm(request.POST if request.method == "POST" else None, frame=current_frame())
    if request.method == "POST" and form.is_valid():
        skills = Skill.objects.filter(pk__in=form.skill_ids)
        try:
            for text in form.texts:
                add_criterion(advert, text=text, kind=form.cleaned_data["kind"], skills=skills, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The criterion is added at the end of its list.")
            return redirect("planning:advert_detail", advert.pk)
    return render(request, "planning/criterion_form.html", {"form": form, "advert": advert})


@never_cache
@GET_OR_POST
def criterion_edit(request: HttpRequest, advert_id: UUID, number: int) -> HttpResponse:
    """Correct the words, kind and skills of a criterion, split it, or remove it."""
    mine = Criterion.objects.filter(advert__in=_mine(request)).select_related("advert")
    criterion = get_object_or_404(mine, advert=advert_id, position=number)
    detail = reverse("planning:advert_detail", args=[advert_id])
    if request.method == "POST" and "remove" in request.POST:
        remove_criterion(criterion)
        messages.success(request, f"Removed: {criterion.words[:200]}")
        return redirect(detail)
    slugs = criterion.links.values_list("skill__slug", flat=True)[:MOST_SKILLS]
    initial = {f"skill_{place}": slug for place, slug in enumerate(slugs, start=1)}
    initial |= {"text": criterion.words, "kind": criterion.kind}
    form = CriterionForm(request.POST if request.method == "POST" else None, initial=initial, frame=current_frame())
    if request.method == "POST" and form.is_valid():
        skills = Skill.objects.filter(pk__in=form.skill_ids)
        kind = form.cleaned_data["kind"]
        try:
            correct_criterion(criterion, texts=form.texts, kind=kind, skills=skills, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your changes are saved.")
            return redirect(f"{detail}#criterion-{number}")
    context = {"form": form, "advert": criterion.advert, "criterion": criterion}
    return render(request, "planning/criterion_form.html", context)


@never_cache
@GET_OR_POST
def advert_statement(request: HttpRequest, advert_id: UUID) -> HttpResponse:
    """The checklist for the supporting statement: a box for each criterion."""
    advert = get_object_or_404(_mine(request), pk=advert_id)
    _, position = _position(request, advert)
    form = DraftsForm(request.POST if request.method == "POST" else None, rows=position.all)
    if request.method == "POST" and form.is_valid():
        save_statement(advert, form.drafts, now=timezone.now())
        words = sum(map(word_count, form.drafts.values()))
        messages.success(request, f"Saved: {words} {'word' if words == 1 else 'words'} in all.")
        return redirect("planning:advert_statement", advert.pk)
    words = words_in(position)
    over = words - advert.word_limit if advert.word_limit and words > advert.word_limit else 0
    context = {
        "form": form,
        "advert": advert,
        "words": words,
        "over": over,
        "empty": sum(not row.criterion.draft.strip() for row in position.all),
        "boxes": [
            (row, field, field.as_hidden(only_initial=True), word_count(row.criterion.draft))
            for row, field in form.boxes
        ],
    }
    return render(request, "planning/advert_statement.html", context)


@never_cache
@require_safe
def statement_text(request: HttpRequest, advert_id: UUID) -> HttpResponse:
    """The statement as plain text."""
    advert = get_object_or_404(_mine(request), pk=advert_id)
    text = as_text(advert, position_of(_criteria(advert), None))
    return _file(text.encode(), "text/plain; charset=utf-8", advert, "txt")


@never_cache
@require_safe
def statement_docx(request: HttpRequest, advert_id: UUID) -> HttpResponse:
    """The statement as a Word document."""
    advert = get_object_or_404(_mine(request), pk=advert_id)
    return _file(as_docx(advert, position_of(_criteria(advert), None)), WORD, advert, "docx")


def _file(content: bytes, kind: str, advert: Advert, ending: str) -> HttpResponse:
    name = f"statement-{slugify(advert.title)[:60] or 'advert'}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@never_cache
@require_POST
def advert_goal(request: HttpRequest, advert_id: UUID) -> HttpResponse:
    """Hold a level for the nearest to this job, and make it the goal of the person's assessment."""
    advert = get_object_or_404(_mine(request), pk=advert_id)
    frame = current_frame()
    slug = request.POST.get("level", "")
    level = get_object_or_404(Level.objects.live().select_related("role"), slug=slug, pk__in=frame.levels.ids)
    now = timezone.now()
    choose_goal(advert, level, now=now)
    assessment = current_assessment(request, now)
    if assessment is None:
        messages.success(request, f"{level} is the goal of this advert. Say what you can do now, to see the way there.")
        return redirect(f"{reverse('planning:assessment_start')}?{urlencode({'goal': level.slug})}")
    set_goal(assessment, level, frame=frame, now=now)
    messages.success(request, f"{level} is your goal now.")
    return redirect("gap_report", level.slug)


def _mine(request: HttpRequest) -> AdvertQuerySet:
    user = signed_in(request)
    assert user is not None  # the middleware let nobody else in
    return Advert.objects.of(user)


def _criteria(advert: Advert) -> QuerySet[Criterion]:
    links = CriterionSkill.objects.select_related("skill").order_by("pk")
    return advert.criteria.order_by("position").prefetch_related(Prefetch("links", links))


def _position(request: HttpRequest, advert: Advert) -> tuple[Assessment | None, Position]:
    assessment = current_assessment(request, timezone.now())
    return assessment, position_of(_criteria(advert), assessment)
