"""Write to the people of a list of pairs: those ticked, or all that the filters let through."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from common.http_methods import GET_OR_POST
from common.once import once
from common.refusals import Refused
from common.ticking import refuse, tell_held, ticked_or_all
from mentoring import writing
from mentoring.forms.overview import PairsFilters
from mentoring.forms.team_letters import AUDIENCES, TeamLetterForm
from mentoring.overview import pairs_of
from mentoring.views.overview import programme_of
from mentoring.views.people import me


@never_cache
@GET_OR_POST
def team_letter(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, with the exact number of people; then as many held letters in the outbox."""
    user, now = me(request), timezone.now()
    programme = programme_of(request, slug, now)
    filters = PairsFilters(request.GET, programme=programme, now=now)
    pairs = ticked_or_all(request, "pair", filters, pairs_of(programme))
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
            with once(form, user) as is_first:
                held = writing.write_to(
                    people[data["audience"]], expected=form.expects(data["audience"]), programme=programme,
                    subject=data["subject"], text=data["text"], by=user, now=now,
                ) if is_first else None  # fmt: skip
        except Refused as refusal:
            refuse(form, refusal, told)
        else:
            tell_held(request, held)
            return redirect(f"{reverse('notifications:message_list')}?state=HELD")
    context = {"programme": programme, "form": form, "pairs": pairs.count()}
    return render(request, "mentoring/team_letter.html", context)
