"""Write to the people of a list of pairs: those ticked, or all that the filters let through."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from common.refusals import Refused
from mentoring import writing
from mentoring.forms.overview import PairsFilters
from mentoring.forms.team_letters import AUDIENCES, TeamLetterForm
from mentoring.models import Match
from mentoring.overview import pairs_of
from mentoring.views.overview import programme_of
from mentoring.views.people import GET_OR_POST, me


@never_cache
@GET_OR_POST
def team_letter(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, with the exact number of people; then as many held letters in the outbox."""
    user, now = me(request), timezone.now()
    programme = programme_of(request, slug, now)
    pairs = _chosen(request, PairsFilters(request.GET, programme=programme, now=now), pairs_of(programme))
    people = {audience: writing.people_in(pairs, audience) for audience, _ in AUDIENCES}
    told = ",".join(f"{audience}:{len(found)}" for audience, found in people.items())
    form = TeamLetterForm(request.POST if request.method == "POST" else None, initial={"expected": told})
    form.fields["audience"].choices = [  # type: ignore[attr-defined]
        (audience, f"{words}: {len(people[audience])} {'person' if len(people[audience]) == 1 else 'people'}")
        for audience, words in AUDIENCES
    ]
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        try:
            held = writing.write_to(
                people[data["audience"]], expected=form.expects(data["audience"]), programme=programme,
                subject=data["subject"], text=data["text"], by=user, now=now,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["expected"] = told  # type: ignore[index]
        else:
            messages.success(request, f"Held: {held}. Look at them here, then release them. Nothing has left yet.")
            return redirect(f"{reverse('notifications:message_list')}?state=HELD")
    context = {"programme": programme, "form": form, "pairs": pairs.count()}
    return render(request, "mentoring/team_letter.html", context)


def _chosen(request: HttpRequest, filters: PairsFilters, pairs: "QuerySet[Match]") -> "QuerySet[Match]":
    """The pairs that were ticked, or all that the filters let through if that was said; nothing is nobody."""
    if request.GET.get("to") == "all":
        rows: QuerySet[Match] = filters.narrow(pairs)
        return rows
    return pairs.filter(uuid__in=[one for one in request.GET.getlist("pair") if _is_uuid(one)])


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
