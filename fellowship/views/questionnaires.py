"""The questionnaires that fellows answer."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from common.http_methods import GET_OR_POST
from common.refusals import Refused
from fellowship.evaluating import answering, waves
from fellowship.forms.evaluation import ConnectionsForm, HandInForm, ItemsForm, SkillsForm
from fellowship.models import Aim, Response, Wave
from fellowship.views.guards import person

_TITLES = {
    **{aim.value.lower(): aim.label for aim in Aim},
    answering.SKILLS: "Skills",
    answering.CONNECTIONS: "Whom you know",
}


@never_cache
@require_safe
def my_questionnaires(request: HttpRequest) -> HttpResponse:
    """What waits for my answers, and what I have handed in."""
    user = person(request)
    done = Response.objects.filter(user=user, handed_in_at__isnull=False).select_related("wave__cohort__programme")
    context = {"open": waves.waves_for(user, timezone.localdate()), "done": done.order_by("-handed_in_at")}
    return render(request, "fellowship/evaluation/my_questionnaires.html", context)


@never_cache
@GET_OR_POST
def questionnaire(request: HttpRequest, uuid: str) -> HttpResponse:
    """The pages of a questionnaire, with what is answered on each. A POST hands in."""
    wave, user = _wave(request, uuid), person(request)
    form = HandInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answering.hand_in(wave, user, may_quote=form.cleaned_data["may_quote"], now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you. Your answers are handed in.")
            return redirect("fellowship:my_questionnaires")
    response = Response.objects.filter(wave=wave, user=user).first()
    counts = _counts(wave, user, response)
    context = {
        "wave": wave, "cohort": wave.cohort, "form": form, "response": response,
        "state": waves.state_of(wave, timezone.localdate()),
        "pages": [(page, _TITLES[page], *counts[page]) for page in _pages(wave, user)],
    }  # fmt: skip
    return render(request, "fellowship/evaluation/questionnaire.html", context)


@never_cache
@GET_OR_POST
def questionnaire_page(request: HttpRequest, uuid: str, page: str) -> HttpResponse:
    """One page of questions. Saving goes on to the next."""
    wave, user = _wave(request, uuid), person(request)
    pages = _pages(wave, user)
    if page not in pages:
        raise Http404
    response = Response.objects.filter(wave=wave, user=user).first()
    form = _form(request, wave, user, response, page)
    if request.method == "POST" and form.is_valid():
        try:
            _save(form, wave, user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            after = pages.index(page) + 1
            if after < len(pages):
                return redirect("fellowship:questionnaire_page", wave.uuid, pages[after])
            return redirect("fellowship:questionnaire", wave.uuid)
    context = {
        "wave": wave, "cohort": wave.cohort, "form": form, "title": _TITLES[page],
        "number": pages.index(page) + 1, "count": len(pages), "page": page,
    }  # fmt: skip
    return render(request, "fellowship/evaluation/questionnaire_page.html", context)


def _wave(request: HttpRequest, uuid: str) -> Wave:
    """A time that has begun and at which this person is asked or has answered. Raises Http404."""
    found: Wave = get_object_or_404(
        Wave.objects.filter(opens_on__lte=timezone.localdate()).select_related("cohort__programme", "instrument"),
        uuid=uuid,
    )
    user = person(request)
    if not (waves.is_asked(found, user) or Response.objects.filter(wave=found, user=user).exists()):
        raise Http404
    return found


def _others(wave: Wave, user: User) -> list[User]:
    """The other fellows of the cohort, by name. Those who get ready to start are there for the first time."""
    ids = waves.asked_ids([wave])[wave.pk] - {user.pk}
    return list(User.objects.filter(pk__in=ids, is_active=True).order_by("name", "pk"))


def _pages(wave: Wave, user: User) -> list[str]:
    items = answering.items_of(wave)
    return answering.pages_of(wave, items, has_skills=wave.cohort.skills.exists(), has_others=True)


def _form(
    request: HttpRequest, wave: Wave, user: User, response: Response | None, page: str
) -> ItemsForm | SkillsForm | ConnectionsForm:
    data = request.POST if request.method == "POST" else None
    if page == answering.SKILLS:
        skills = dict(wave.cohort.skills.values_list("skill", "skill__name"))
        levels = dict(response.skill_answers.values_list("skill", "level")) if response else {}
        return SkillsForm(data, skills=skills, given=levels)
    if page == answering.CONNECTIONS:
        known = dict(response.connections.values_list("to", "strength")) if response else {}
        outside = list(response.outside.values_list("organisation", "people")) if response else []
        return ConnectionsForm(data, people=_others(wave, user), given=known, outside=outside)
    items = [item for item in answering.items_of(wave) if item.aim.lower() == page]
    return ItemsForm(data, items=items, given=_given(response))


def _given(response: Response | None) -> Mapping[int, int | str]:
    if response is None:
        return {}
    return {
        item: points if points is not None else text
        for item, points, text in response.answers.values_list("item", "points", "text")
    }


def _save(form: Any, wave: Wave, user: User) -> None:
    now = timezone.now()
    if isinstance(form, SkillsForm):
        answering.save_skills(wave, user, form.levels(), now=now)
    elif isinstance(form, ConnectionsForm):
        answering.save_connections(wave, user, form.strengths(), form.outside(), now=now)
    else:
        answering.save_items(wave, user, form.answers(), now=now)


def _counts(wave: Wave, user: User, response: Response | None) -> dict[str, tuple[int, int | None]]:
    """By page: how many are answered, and of how many; None where there is no number to reach."""
    given = _given(response)
    items = answering.items_of(wave)
    counts: dict[str, tuple[int, int | None]] = {}
    for aim in Aim.values:
        of_aim = [item.pk for item in items if item.aim == aim]
        counts[aim.lower()] = (sum(pk in given for pk in of_aim), len(of_aim))
    skills = set(wave.cohort.skills.values_list("skill", flat=True))
    levels = set(response.skill_answers.values_list("skill", flat=True)) if response else set()
    counts[answering.SKILLS] = (len(skills & levels), len(skills))
    counts[answering.CONNECTIONS] = (response.connections.count() if response else 0, None)
    return counts
