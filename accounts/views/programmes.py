"""Programmes and their teams: for their owners, and for site administrators."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.forms.programmes import (
    DeputyForm,
    GiveRoleForm,
    HandOverForm,
    ProgrammeFilters,
    ProgrammeForm,
    TakeRoleForm,
)
from accounts.handing_over import open_work, successors
from accounts.models import ProgrammeRole, User
from accounts.programmes import (
    AwayEndsBeforeItBegins,
    AwayIsOver,
    AwayTooLong,
    CannotStandInForThemselves,
    CannotTakeItOver,
    HasThatRoleAlready,
    LastOwner,
    NobodyHasThatAddress,
    OnlyOwnersChooseOwners,
    ProgrammeNameTaken,
    end_deputy,
    give_role,
    hand_over_now,
    name_deputy,
    save_programme,
    take_role,
)
from accounts.roles import is_site_admin, is_staff_member, may, programmes_where
from accounts.views.guards import programme_for, site_admins_only
from common.http_methods import GET_OR_POST
from common.lists import list_page

Role = ProgrammeRole.Role


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """The programmes in whose team one is; all of them for site administrators. Four queries."""
    now = timezone.now()
    if not is_staff_member(request.user, now=now):
        raise PermissionDenied
    rows = programmes_where(request.user, Role.values, now=now).annotate(people=Count("roles__user", distinct=True))
    page = list_page(request, ProgrammeFilters(request.GET), rows.order_by("name"))
    context = {"list": page, "may_start": is_site_admin(request.user)}
    return render(request, "accounts/programme_list.html", context)


@GET_OR_POST
@site_admins_only
def programme_add(request: HttpRequest) -> HttpResponse:
    """Start a programme, and own it until somebody else does."""
    form = ProgrammeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            programme = save_programme(None, **form.cleaned_data, actor=request.user, now=timezone.now())
        except ProgrammeNameTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{programme.name} has started. You are its owner; now add its team.")
            return redirect("accounts:programme_team", programme.slug)
    return render(request, "accounts/programme_form.html", {"form": form})


@GET_OR_POST
def programme_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a programme's name, provider and address for replies."""
    programme = programme_for(request, slug, [Role.OWNER])
    as_it_is = {"name": programme.name, "provider": programme.provider, "reply_to": programme.reply_to}
    form = ProgrammeForm(request.POST if request.method == "POST" else None, initial=as_it_is)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            save_programme(programme, **form.cleaned_data, actor=request.user, now=timezone.now())
        except ProgrammeNameTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "The programme is saved.")
            return redirect("accounts:programme_team", programme.slug)
    return render(request, "accounts/programme_form.html", {"form": form, "programme": programme})


@GET_OR_POST
def programme_team(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is in the team, and what each has open. Six queries, and one for each kind of work."""
    now = timezone.now()
    programme = programme_for(request, slug, Role.values)
    is_owner = may(request.user, programme, [Role.OWNER], now=now)
    form = GiveRoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not is_owner:
            raise PermissionDenied
        if form.is_valid():
            assert isinstance(request.user, User)
            try:
                given = give_role(programme, **form.cleaned_data, actor=request.user, now=now)
            except (NobodyHasThatAddress, HasThatRoleAlready) as refusal:
                form.add_error("email", str(refusal))
            except OnlyOwnersChooseOwners as refusal:
                form.add_error("role", str(refusal))
            else:
                messages.success(request, f"{given.user} is now {given.get_role_display().lower()}. We wrote to them.")
                return redirect("accounts:programme_team", programme.slug)
    order = {role: place for place, role in enumerate(Role.values)}
    team = sorted(
        programme.roles.select_related("user", "deputy"), key=lambda one: (order[one.role], str(one.user).casefold())
    )
    work = open_work(team)
    context = {
        "programme": programme,
        "team": [(given, work.get(given.pk, [])) for given in team],
        "form": form,
        "is_owner": is_owner,
        "today": timezone.localdate(now),
    }
    return render(request, "accounts/programme_team.html", context)


@GET_OR_POST
def role_take(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask whether to take somebody out of the team, and who takes over what they have open; and do it."""
    programme = programme_for(request, slug, [Role.OWNER])
    given = get_object_or_404(programme.roles.select_related("user", "programme"), pk=pk)
    problem = ""
    work, others = open_work([given]).get(given.pk, []), successors(given)
    form = TakeRoleForm(
        request.POST if request.method == "POST" else None, successors=others, initial={"to": others.first()}
    )
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            take_role(given, to=form.cleaned_data["to"], actor=request.user, now=timezone.now())
        except (LastOwner, OnlyOwnersChooseOwners, CannotTakeItOver) as refusal:
            problem = str(refusal)
        else:
            messages.success(request, f"{given.user} is no longer {given.get_role_display().lower()}.")
            if given.user == request.user:
                return redirect("dashboard")
            return redirect("accounts:programme_team", programme.slug)
    context = {"programme": programme, "given": given, "problem": problem, "work": work, "form": form}
    return render(request, "accounts/role_take.html", context)


@GET_OR_POST
def role_hand_over(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give what somebody has open to another with the same role, who stays in the team. For owners."""
    programme = programme_for(request, slug, [Role.OWNER])
    given = get_object_or_404(programme.roles.select_related("user", "programme"), pk=pk)
    work, others = open_work([given]).get(given.pk, []), successors(given)
    form = HandOverForm(request.POST if request.method == "POST" else None, successors=others)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            hand_over_now(given, form.cleaned_data["to"], actor=request.user, now=timezone.now())
        except CannotTakeItOver as refusal:
            form.add_error("to", str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['to']} has taken over what {given.user} had open.")
            return redirect("accounts:programme_team", programme.slug)
    context = {"programme": programme, "given": given, "work": work, "others": others, "form": form}
    return render(request, "accounts/role_hand_over.html", context)


@GET_OR_POST
def role_deputy(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say who stands in for a role. For owners, and for whoever has the role."""
    programme = programme_for(request, slug, Role.values)
    roles = programme.roles.select_related("user", "deputy", "programme")
    if not may(request.user, programme, [Role.OWNER], now=timezone.now()):
        roles = roles.filter(user=request.user.pk)
    given = get_object_or_404(roles, pk=pk)
    as_it_is = {
        "email": given.deputy.email if given.deputy else "",
        "away_from": given.away_from,
        "away_until": given.away_until,
    }
    ends = "end" in request.POST
    form = DeputyForm(request.POST if request.method == "POST" and not ends else None, initial=as_it_is)
    if request.method == "POST":
        assert isinstance(request.user, User)
        if ends:
            end_deputy(given, actor=request.user, now=timezone.now())
            messages.success(request, f"Nobody stands in for {given.user} any more.")
            return redirect("accounts:programme_team", programme.slug)
        if form.is_valid():
            try:
                name_deputy(given, **form.cleaned_data, actor=request.user, now=timezone.now())
            except (NobodyHasThatAddress, CannotStandInForThemselves) as refusal:
                form.add_error("email", str(refusal))
            except (AwayEndsBeforeItBegins, AwayIsOver, AwayTooLong) as refusal:
                form.add_error("away_until", str(refusal))
            else:
                messages.success(request, f"{given.deputy} stands in for {given.user}. We wrote to them.")
                return redirect("accounts:programme_team", programme.slug)
    return render(request, "accounts/role_deputy.html", {"programme": programme, "given": given, "form": form})
