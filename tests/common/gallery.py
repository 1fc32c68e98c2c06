"""Every shared component on one page, with addresses of the names the layouts need; only tests know it."""

import datetime as dt
from pathlib import Path
from typing import ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from common import charts
from common.dates import DateField
from common.forms import styled
from common.lists import ListForm, Sort, alphabet, list_page
from common.vocabulary import Background, Band

FOLDER = Path(__file__).parent / "pages"


class EveryField(forms.Form):
    name = forms.CharField(label="Your name", help_text="As it stands on your badge", max_length=60)
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    years = styled(forms.IntegerField(label="Years of service", required=False, min_value=0), width=3, suffix="years")
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    band = forms.ChoiceField(
        label="Band",
        choices=[("", "Choose a band"), ("Agenda for Change", list(Band.choices[:4])), ("Other", [("NO", "No band")])],
    )
    background = styled(
        forms.ChoiceField(label="Where do you come from?", choices=Background.choices, widget=forms.RadioSelect),
        hints={"CLINICAL": "You see patients", "NEW_ENTRANT": "You have not worked in health before"},
        legend="m",
    )
    days = styled(
        forms.MultipleChoiceField(
            label="Days you work",
            choices=[("mon", "Monday"), ("tue", "Tuesday"), ("wed", "Wednesday")],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        ),
        small=True,
    )
    started = DateField(label="When did you start?", help_text="For example, 27 3 2021", initial=dt.date(2021, 3, 27))
    why = forms.CharField(label="Why now?", widget=forms.Textarea, max_length=200)
    notes = forms.CharField(label="Notes", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    letter = forms.FileField(label="Letter", required=False)
    agree = forms.BooleanField(label="I have read the terms", help_text="They are short")
    source = forms.CharField(widget=forms.HiddenInput, initial="gallery", required=False)

    def clean(self) -> None:
        if self.cleaned_data.get("name") == "Nobody":
            raise forms.ValidationError("Nobody cannot apply")


class RoleFilters(ListForm):
    sorts: ClassVar = {"title": Sort("Title, A to Z", ("title",)), "-title": Sort("Title, Z to A", ("-title",))}

    q = forms.CharField(required=False, label="Words in the title", max_length=50)
    band = forms.ChoiceField(required=False, label="Band", choices=[("", "Any band"), *Band.choices])
    background = forms.MultipleChoiceField(
        required=False, label="Open to", choices=Background.choices, widget=forms.CheckboxSelectMultiple
    )
    entry = forms.BooleanField(required=False, label="Has an entry level")

    def narrow(self, rows: list[str]) -> list[str]:
        if words := self.given("q"):
            rows = [row for row in rows if words.lower() in row.lower()]
        return rows

    def arrange(self, rows: list[str]) -> list[str]:
        return sorted(rows, reverse=self.sort.startswith("-"))


ROLES = [
    f"{first} {second}"
    for first in ("Data", "Product", "Service", "Digital change", "Clinical safety")
    for second in (
        "analyst",
        "architect",
        "designer",
        "engineer",
        "manager",
        "officer",
        "researcher",
        "specialist",
        "tester",
        "writer",
        "lead",
        "adviser",
    )
]


def _page(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    template = engines["django"].from_string((FOLDER / f"{name}.html").read_text())
    return HttpResponse(template.render(context, request))


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    if "message" in request.GET:
        messages.success(request, "You are now their mentor; a first meeting is yours to propose.")
    return _page(
        request,
        "gallery",
        {
            "levels": [0, 1, 2, 3, 4],
            "facts": [("Family", "Data", "/careers/"), ("Typical band", "6 to 7"), ("Left out", "")],
            "stats": [
                (52, "roles", "/careers/roles/"),
                (188, "skills", "/careers/skills/"),
                (119, "ways to learn", ""),
            ],
            "letters": alphabet(["Data analyst", "Product manager", "Zoologist"]),
            "sections": [("skills", "Skills at each level"), ("ways-in", "Ways in"), ("near", "Roles near it")],
            "bars": charts.bar_chart(
                [("Data", 14), ("Product and delivery with a rather long family name", 9), ("Testing", 0)],
                id="families",
                headline="Most roles are in data",
                label_heading="Family",
                value_heading="Roles",
            ),
            "dots": charts.dot_chart(
                [
                    ("Data modelling", 1, 3),
                    ("Communicating between the technical and the non-technical", 2, 2),
                    ("Stakeholder management", 0, 4),
                ],
                id="gap",
                scale=["Awareness", "Working", "Practitioner", "Expert"],
                headline="Two of three skills have a step to go",
                label_heading="Skill",
            ),
        },
    )


@login_not_required
def form(request: HttpRequest) -> HttpResponse:
    return _page(request, "form", {"form": EveryField(request.POST) if request.method == "POST" else EveryField()})


@login_not_required
def roles(request: HttpRequest) -> HttpResponse:
    return _page(request, "list", {"list": list_page(request, RoleFilters(request.GET), ROLES, per_page=10)})


@login_not_required
def error(request: HttpRequest, kind: str) -> HttpResponse:
    if kind == "403":
        raise PermissionDenied
    if kind == "404":
        raise Http404
    raise RuntimeError(kind)


careers = [
    path(f"{name.replace('_', '-')}/", gallery, name=name)
    for name in (
        "families",
        "skill_list",
        "compare",
        "starting_point_list",
        "pathways",
        "search",
        "learning_list",
        "network_list",
        "glossary",
        "changes",
        "open_data",
    )
]
planning = [path(f"{name}/", gallery, name=name) for name in ("journey_list", "horizon")]
urlpatterns = [
    path("", gallery, name="home"),
    path("form/", form, name="form"),
    path("error/<kind>/", error),
    path("careers/roles/", roles),
    path("careers/", include(([path("roles/", roles, name="role_list"), *careers], "careers"))),
    *[
        path(f"{name}/", gallery, name=name)
        for name in ("accessibility", "privacy", "cookies", "terms", "contact", "about_data", "dashboard")
    ],
    path("account/login/", gallery, name="account_login"),
    path("events/", include(([path("", gallery, name="event_list")], "events"))),
    path("assessment/", include(([path("", gallery, name="assessment_start"), *planning], "planning"))),
    path("mentors/", include(([path("", gallery, name="mentor_list")], "mentoring"))),
    path("programmes/", include(([path("", gallery, name="programme_list")], "fellowship"))),
]
