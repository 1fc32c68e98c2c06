"""Stopping a kind of e-mail from inside one, without signing in (RFC 8058)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.preferences import LetterIsEssential, read_stop_token, stop_letter
from notifications.letters import find_letter


@login_not_required
@csrf_exempt  # mail programs POST here by themselves; the signed address is what allows it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter_stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks whether to stop this kind of e-mail, POST stops it. It says nothing about whose address it is."""
    meant = read_stop_token(token)
    if meant is None:
        raise Http404
    user_id, name = meant
    user = User.objects.filter(pk=user_id).first()
    letter = find_letter(name)
    context = {"title": letter.title if letter else "", "is_stopped": False, "problem": ""}
    if request.method == "POST":
        try:
            if user is not None:
                stop_letter(user, name, now=timezone.now())
            context["is_stopped"] = True
        except LetterIsEssential as refusal:
            context["problem"] = str(refusal)
    return render(request, "accounts/letter_stop.html", context)
