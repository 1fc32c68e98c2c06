"""Proposals: what the mentor and the mentee see of one, and how it is answered."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mentoring.models import Match


@never_cache
@login_not_required
@require_safe
def proposal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One proposal, for the two whom it is about."""
    pair = Match.objects.select_related("mentee", "mentor", "programme", "round").filter(uuid=uuid).first()
    if pair is None or request.user not in (pair.mentor, pair.mentee):
        raise Http404
    return render(request, "mentoring/proposal.html", {"pair": pair})
