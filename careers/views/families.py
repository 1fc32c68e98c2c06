"""The families of roles."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from careers.browsing import FamilyFacts, family_facts
from careers.forms.roles import FamilyFilters
from careers.frame import current_frame
from careers.models import Family, Framework
from common.lists import list_page
from common.public_pages import public_page


@dataclass(frozen=True)
class FamilyRow:
    facts: FamilyFacts
    summary: str
    is_official: bool


@public_page
def families(request: HttpRequest) -> HttpResponse:
    frame = current_frame()
    words = {
        pk: (framework, summary)
        for pk, framework, summary in Family.objects.live().values_list("pk", "framework", "summary")
    }
    form = FamilyFilters(request.GET, frame=frame, frameworks={pk: framework for pk, (framework, _) in words.items()})
    page = list_page(request, form, family_facts(frame))
    rows = []
    for facts in page.rows:
        framework, summary = words.get(facts.pk, ("", ""))
        rows.append(FamilyRow(facts, summary, is_official=framework == Framework.OFFICIAL))
    return render(request, "careers/families.html", {"list": page, "rows": rows})
