"""The glossary."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from careers.forms.words import GlossaryFilters
from careers.models import GlossaryTerm
from common.a_to_z import letter_links
from common.lists import list_page
from common.public_pages import public_page

PER_PAGE = 50


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    """A to Z; ``?term=slug`` shows one term, whichever page it would be on. Six queries."""
    live = GlossaryTerm.objects.live()
    form = GlossaryFilters(request.GET)
    shown = live
    only = request.GET.get("term")
    if only and live.filter(slug=only).exists():
        shown = live.filter(slug=only)
    elif only:
        form.add_error(None, "We know no such term. Here is the whole glossary.")
        only = None
    page = list_page(request, form, shown, PER_PAGE)
    named = {name for term in page.rows for name in term.see_also}
    known = {term.term: term for term in live.filter(term__in=named).only("term", "slug")}
    here = {term.pk for term in page.rows}
    for term in page.rows:
        found = [known[name] for name in term.see_also if name in known]
        term.related = [(other, f"#{other.slug}" if other.pk in here else other.get_absolute_url()) for other in found]
    letters = letter_links(page, live)
    if only:
        letters = [replace(link, current=False) for link in letters]
    context = {"list": page, "letters": letters, "only": only}
    return render(request, "careers/glossary.html", context)
