"""The list of organisations, for site administrators: look, change, merge, import."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.forms.organisations import ImportForm, MergeForm, NotListedFilters, OrganisationFilters, OrganisationForm
from accounts.models import Organisation, User
from accounts.organisation_import import COLUMNS, import_organisations
from accounts.organisations import (
    CannotMergeWithItself,
    OrganisationExists,
    ParentIsBelow,
    merge_organisations,
    names_not_listed,
    save_organisation,
)
from accounts.views.guards import site_admins_only
from common.http_methods import GET_OR_POST
from common.lists import list_page

ERRORS_SHOWN = 200


@require_safe
@site_admins_only
def organisation_list(request: HttpRequest) -> HttpResponse:
    """All organisations, with filters. Two queries."""
    rows = Organisation.objects.select_related("parent").annotate(people=Count("profiles"))
    return render(
        request, "accounts/organisation_list.html", {"list": list_page(request, OrganisationFilters(request.GET), rows)}
    )


@require_safe
@site_admins_only
def not_listed(request: HttpRequest) -> HttpResponse:
    """What people typed because their organisation was not in the list, with filters. Two queries."""
    page = list_page(request, NotListedFilters(request.GET), names_not_listed())
    return render(request, "accounts/organisations_not_listed.html", {"list": page})


@GET_OR_POST
@site_admins_only
def organisation_add(request: HttpRequest) -> HttpResponse:
    """Add an organisation; ``?name=`` fills in the name."""
    name = request.GET.get("name", "")[:200]
    return _edit(request, Organisation(name=name if name.isprintable() else ""))


@GET_OR_POST
@site_admins_only
def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an organisation."""
    return _edit(request, get_object_or_404(Organisation.objects.select_related("parent"), pk=pk))


def _edit(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = OrganisationForm.for_organisation(organisation, request.POST if request.method == "POST" else None)
    was = organisation.name if organisation.pk else ""
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            adopted = save_organisation(form.apply_to(organisation), actor=request.user, now=timezone.now())
        except OrganisationExists as refusal:
            form.add_error("name", str(refusal))
        except ParentIsBelow as refusal:
            form.add_error("parent", str(refusal))
        else:
            more = f" {adopted} people had typed its name and work there now." if adopted else ""
            messages.success(request, f"{organisation.name} is saved.{more}")
            return redirect("accounts:organisation_list")
    context = {"form": form, "organisation": organisation, "was": was}
    return render(request, "accounts/organisation_form.html", context)


@GET_OR_POST
@site_admins_only
def organisation_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Make this organisation and another one."""
    gone = get_object_or_404(Organisation.objects.annotate(people=Count("profiles")), pk=pk)
    form = MergeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        kept: Organisation = form.cleaned_data["kept"]
        try:
            merge_organisations(gone=gone, kept=kept, actor=request.user, now=timezone.now())
        except (CannotMergeWithItself, ParentIsBelow) as refusal:
            form.add_error("kept", str(refusal))
        else:
            messages.success(request, f"{gone.name} is now a name of {kept.name}.")
            return redirect("accounts:organisation_edit", kept.pk)
    return render(request, "accounts/organisation_merge.html", {"form": form, "organisation": gone})


@GET_OR_POST
@site_admins_only
def organisation_import(request: HttpRequest) -> HttpResponse:
    """Add and change many at once, from CSV: all rows, or none and what is wrong in each."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    context = {"form": form, "columns": COLUMNS}
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        result = import_organisations(form.cleaned_data["file"], actor=request.user, now=timezone.now())
        if not result.errors:
            counts = f"{result.added} added, {result.changed} changed, {result.unchanged} as they were."
            messages.success(request, f"The file is imported: {counts}")
            return redirect("accounts:organisation_list")
        context |= {"errors": result.errors[:ERRORS_SHOWN], "error_count": len(result.errors)}
    return render(request, "accounts/organisation_import.html", context)
