"""Open data: what there is, the files themselves, and each role as JSON."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from careers.models import Edition, Role, Snapshot
from careers.open_data.datasets import FRAMEWORK_DATASETS, OUR_DATASETS, datasets_of
from careers.open_data.documents import (
    MEDIA_TYPES,
    OUR_LICENCE,
    find_dataset,
    live_counts,
    read_document,
    role_document,
)
from common.public_pages import public_page


@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    """Every dataset of every edition with its number of rows, and what the columns mean. Three queries."""
    counts = live_counts()
    frozen = {(pk, name): rows for pk, name, rows in Snapshot.objects.values_list("edition", "dataset", "rows")}
    editions = []
    for edition in Edition.objects.order_by("-is_current", "framework", "-date"):
        files = []
        for dataset in datasets_of(edition.framework):
            live, old = counts.get((edition.framework, dataset.name)), frozen.get((edition.pk, dataset.name))
            rows = live if edition.is_current else old
            if rows is not None:
                files.append(_file(edition, dataset.name, dataset.title, rows))
        editions.append({"edition": edition, "files": files})
    context = {"editions": editions, "datasets": (*FRAMEWORK_DATASETS, *OUR_DATASETS), "our_licence": OUR_LICENCE}
    return render(request, "careers/open_data.html", context)


def _file(edition: Edition, name: str, title: str, rows: int) -> dict[str, Any]:
    arguments = [edition.slug, name]
    return {
        "name": name,
        "title": title,
        "rows": rows,
        "csv_url": reverse("careers:dataset_csv", args=arguments),
        "json_url": reverse("careers:dataset_json", args=arguments),
    }


@public_page
def dataset_csv(request: HttpRequest, edition: str, dataset: str) -> HttpResponse:
    return _answer(edition, dataset, "csv")


@public_page
def dataset_json(request: HttpRequest, edition: str, dataset: str) -> HttpResponse:
    return _answer(edition, dataset, "json")


def _answer(edition_slug: str, name: str, kind: str) -> HttpResponse:
    edition: Edition = get_object_or_404(Edition, slug=edition_slug)
    dataset = find_dataset(edition.framework, name)
    document = read_document(edition, dataset) if dataset else None
    if document is None:
        raise Http404("This edition has no such dataset.")
    body = document.as_csv() if kind == "csv" else document.as_json()
    disposition = "attachment" if kind == "csv" else "inline"
    return HttpResponse(
        body,
        content_type=MEDIA_TYPES[kind],
        headers={
            "Content-Disposition": f'{disposition}; filename="{document.filename}.{kind}"',
            "Link": f'<{reverse("careers:open_data")}#{edition.slug}>; rel="license describedby"',
        },
    )


@public_page
def role_json(request: HttpRequest, slug: str) -> HttpResponse:
    """One role as JSON, also a retired one. Four queries."""
    role: Role = get_object_or_404(Role.objects.select_related("family"), slug=slug)
    edition = get_object_or_404(Edition, framework=role.family.framework, is_current=True)
    return HttpResponse(role_document(role, edition), content_type=MEDIA_TYPES["json"])
