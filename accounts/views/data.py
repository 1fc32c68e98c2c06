"""What is kept about me: download it, or have it deleted; and where I am signed in."""

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import audit, privacy
from accounts.deletion import TIME_TO_THINK, OnlyOwner, OnlySiteAdmin, ask_for_deletion, keep_account, open_request
from accounts.models import User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(enabled=lambda request: request.method == "POST")
def my_data(request: HttpRequest) -> HttpResponse:
    """GET says what is kept and for how long, POST gives it as JSON."""
    assert isinstance(request.user, User)
    if request.method != "POST":
        context = {"kinds": privacy.registered(), "letter_days": settings.OUTBOX_KEEPS_BODIES.days}
        return render(request, "accounts/my_data.html", context)
    now = timezone.now()
    data = privacy.export(request.user, now=now)
    audit.record(actor=request.user, action="accounts.data_downloaded", subject=request.user, now=now)
    answer = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer.headers["Content-Disposition"] = f'attachment; filename="my-data-{timezone.localdate(now)}.json"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(enabled=lambda request: request.method == "POST")
def delete_account(request: HttpRequest) -> HttpResponse:
    """Ask for the account to be deleted, or keep it after all."""
    assert isinstance(request.user, User)
    problem = ""
    if request.method == "POST":
        try:
            if "keep" in request.POST:
                keep_account(request.user, now=timezone.now())
                messages.success(request, "You keep your account.")
            else:
                asked = ask_for_deletion(request.user, now=timezone.now())
                day = date_format(timezone.localtime(asked.due_at), "j F Y")
                messages.success(request, f"Your account will be deleted on {day}. Until then you can keep it.")
            return redirect("dashboard")
        except (OnlyOwner, OnlySiteAdmin) as refusal:
            problem = str(refusal)
    context = {
        "asked": open_request(request.user),
        "problem": problem,
        "think_days": TIME_TO_THINK.days,
        "letter_days": settings.OUTBOX_KEEPS_BODIES.days,
    }
    return render(request, "accounts/delete_account.html", context)


@never_cache
@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out on one device. The list of them is allauth's page."""
    assert isinstance(request.user, User)
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.session_key == request.session.session_key:
        return redirect("account_logout")
    session.end()
    audit.record(actor=request.user, action="accounts.session_ended", subject=request.user, now=timezone.now())
    messages.success(request, "You are signed out there.")
    return redirect("usersessions_list")
