"""Learning that I took: the list, one course, and its certificate."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from careers.models import Learning
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from planning.certificates import ENDINGS, TYPES, delete_certificate, keep_certificate
from planning.forms.learning_taken import NumbersFilters, TakenFilters, TakenForm
from planning.learning_numbers import numbers_by_course
from planning.learning_taken import FEWEST_SHOWN, forget_taken, mark_taken
from planning.models.learning_taken import Certificate, LearningTaken

PER_PAGE = 25


@never_cache
@require_safe
def taken_list(request: HttpRequest) -> HttpResponse:
    """Courses that I began or finished. Two queries."""
    assert isinstance(request.user, User)
    page = list_page(request, TakenFilters(request.GET), LearningTaken.objects.of(request.user), PER_PAGE)
    return render(request, "planning/taken_list.html", {"list": page})


@never_cache
@require_safe
def taken_numbers(request: HttpRequest) -> HttpResponse:
    """How many people took each course, and from which organisations. Three queries."""
    rows = numbers_by_course()
    page = list_page(request, NumbersFilters(request.GET, rows=rows), rows, PER_PAGE)
    return render(request, "planning/taken_numbers.html", {"list": page, "fewest": FEWEST_SHOWN})


@never_cache
@GET_OR_POST
def taken_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how far I am with a course, or take that back."""
    assert isinstance(request.user, User)
    learning = get_object_or_404(Learning, slug=slug)
    taken = LearningTaken.objects.of(request.user).filter(learning=learning).first()
    if request.method == "POST" and taken and "forget" in request.POST:
        forget_taken(request.user, learning.pk)
        messages.success(request, f"“{learning}” is out of your list.")
        return redirect("planning:taken_list")
    if request.method == "POST" and taken and "delete_certificate" in request.POST:
        delete_certificate(request.user, learning.pk)
        messages.success(request, "The certificate is deleted here. What you said of the course stays.")
        return redirect("planning:taken_edit", learning.slug)
    today, posted = timezone.localdate(), request.method == "POST"
    initial = {"state": taken.state, "on": taken.on} if taken else {"on": today}
    form = TakenForm(
        request.POST if posted else None, request.FILES if posted else None, initial=initial, today=today
    )  # fmt: skip
    if posted and form.is_valid() and _kept(request.user, learning, form):
        messages.success(request, "Saved. Only you see it; others see numbers, and none below five.")
        return redirect("planning:taken_list")
    return render(request, "planning/taken_edit.html", {"learning": learning, "taken": taken, "form": form})


@never_cache
@require_safe
def certificate(request: HttpRequest, slug: str) -> HttpResponse:
    """My certificate of a course, under a name that we give it."""
    assert isinstance(request.user, User)
    mine = Certificate.objects.filter(taken__user=request.user, taken__learning__slug=slug)
    found = get_object_or_404(mine)
    name = f"certificate-{slug[:80]}.{ENDINGS[Certificate.Kind(found.kind)]}"
    return HttpResponse(
        bytes(found.content), content_type=TYPES[Certificate.Kind(found.kind)],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _kept(user: User, learning: Learning, form: TakenForm) -> bool:
    """Keep what was said and its file together, or say in the form why not."""
    given = form.cleaned_data
    try:
        with transaction.atomic():
            mark_taken(user, learning, state=given["state"], on=given["on"])
            if given["certificate"]:
                keep_certificate(user, learning.pk, content=given["certificate"], now=timezone.now())
    except Refused as refusal:
        form.add_error("certificate", str(refusal))
        return False
    return True
