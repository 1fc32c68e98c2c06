"""Learning that I took: the list, and one course."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from careers.models import Learning
from common.lists import list_page
from planning.forms.learning_taken import TakenFilters, TakenForm
from planning.learning_taken import forget_taken, mark_taken
from planning.models.learning_taken import LearningTaken
from planning.views.assessment import GET_OR_POST

PER_PAGE = 25


@never_cache
@require_safe
def taken_list(request: HttpRequest) -> HttpResponse:
    """Courses that I began or finished. Two queries."""
    assert isinstance(request.user, User)
    rows = LearningTaken.objects.of(request.user).select_related("learning")
    page = list_page(request, TakenFilters(request.GET), rows, PER_PAGE)
    return render(request, "planning/taken_list.html", {"list": page})


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
    today = timezone.localdate()
    initial = {"state": taken.state, "on": taken.on} if taken else {"on": today}
    form = TakenForm(request.POST if request.method == "POST" else None, initial=initial, today=today)
    if request.method == "POST" and form.is_valid():
        mark_taken(request.user, learning, **form.cleaned_data)
        messages.success(request, "Saved. Only you see it; others see numbers, and none below five.")
        return redirect("planning:taken_list")
    return render(request, "planning/taken_edit.html", {"learning": learning, "taken": taken, "form": form})
