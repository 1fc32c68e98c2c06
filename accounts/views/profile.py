"""My profile: name and work."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.forms.profile import ProfileForm, offered_names
from accounts.models import Profile, User
from accounts.people import role_words
from accounts.profiles import WORK, profile_of, save_profile


@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: HttpRequest) -> HttpResponse:
    """Look at and change one's own name and work."""
    assert isinstance(request.user, User)
    if request.method == "POST":
        form = ProfileForm(request.POST)
        if form.is_valid():
            cleaned = form.cleaned_data
            save_profile(
                request.user,
                name=cleaned["name"],
                employer=cleaned["employer"],
                organisation=cleaned["organisation"],
                organisation_name=cleaned["organisation_name"],
                work={field: cleaned[field] for field in WORK},
                now=timezone.now(),
            )
            messages.success(request, "Your profile is saved.")
            return redirect("dashboard")
    else:
        form = ProfileForm(initial=_as_it_is(request.user, profile_of(request.user)))
    groups = [(title, [form[name] for name in names]) for title, names in form.field_groups.items()]
    roles = role_words([request.user], on=timezone.localdate())[request.user.pk]
    context = {"form": form, "groups": groups, "organisations": offered_names(), "roles": roles}
    return render(request, "accounts/profile_edit.html", context)


def _as_it_is(user: User, profile: Profile) -> dict[str, Any]:
    work = {field: getattr(profile, field) for field in WORK}
    return {"name": user.name, "employer": profile.employer, "organisation": profile.works_for, **work}
