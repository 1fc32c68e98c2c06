"""The search over the whole catalogue."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from careers.additions import additions_to
from careers.forms.search import SearchFilters
from careers.search import MAX_LENGTH, Index, Item, Kind, current_index
from careers.search import search as search_for
from careers.search.documents import Document
from common.lists import ListPage
from common.public_pages import public_page

PER_PAGE = 20
EXAMPLES = (
    "comms officer",
    "CCIO",
    "scrum master",
    "information governance",
    "apprenticeship",
    "mend computers",
    "medical records",
    "no degree",
)


class SearchPage(ListPage[Item]):
    """A page of results; without any filter it still has what was searched for."""

    @property
    def clear_url(self) -> str:
        return _address(self.form.given("q"))


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """Everything is in the index: the only queries are for the catalogue's revision."""
    index = current_index()
    typed = request.GET.get("q", "")
    data = request.GET.copy()
    data["q"] = typed[:MAX_LENGTH]  # what no search reads is not repeated in every link either
    form = SearchFilters(data)
    results = search_for(typed, kinds=form.given("kind") or (), index=index)
    form.show_counts(results.counts)
    page = Paginator(results.items, PER_PAGE).get_page(request.GET.get("page"))
    query = form.given("q") or ""
    context = {
        "query": query,
        "header_query": query,
        "results": results,
        "list": SearchPage(path=request.path, form=form, page=page),
        "all_kinds_url": _address(query),
        "did_you_mean_url": _address(results.did_you_mean),
        "closest": [(word, _address(word)) for word in results.closest],
        "examples": [(words, _address(words)) for words in EXAMPLES] if results.is_empty else (),
        "additions": additions_to("search", query),
        "families": () if results.items else _families(index),
    }
    return render(request, "careers/search.html", context)


def _families(index: Index) -> list[Document]:
    """All families of roles, A to Z."""
    families = [document for document in index.documents if document.kind == Kind.FAMILY]
    return sorted(families, key=lambda family: family.name.casefold())


def _address(query: str) -> str:
    return f"{reverse('careers:search')}?{urlencode({'q': query})}"
