"""The home page: say where you are and where you want to go, or search, or look around."""

import numpy as np
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from careers.frame import Frame, current_frame
from careers.models import Edition, Learning, Network
from careers.posts import posts_of
from common.public_pages import public_page
from common.vocabulary import Band

BANDS = [(band.value, band.value) for band in Band]


class WayForm(forms.Form):
    """Both ends of a way, sent to the pathways page, which reads and answers them. The names are its parameters."""

    mark_optional = False
    use_required_attribute = False

    now = forms.CharField(
        required=False, label="I am a", widget=forms.TextInput(attrs={"list": "posts-now", "autocapitalize": "none"})
    )
    band = forms.ChoiceField(required=False, label="at band", choices=[("", "None or not sure"), *BANDS])
    to = forms.CharField(
        required=False,
        label="I want to go to",
        widget=forms.TextInput(attrs={"list": "posts-goal", "autocapitalize": "none"}),
    )

    def add_prefix(self, field_name: str) -> str:
        # "from" is a word of Python's own, so the field cannot be called that.
        return "from" if field_name == "now" else field_name


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Five queries: the revision, what is counted, and the editions; everything else is in the frame."""
    frame = current_frame()
    posts = posts_of(frame)
    return render(
        request,
        "pages/home.html",
        {
            "way_form": WayForm(),
            "posts": posts,
            "families": families(frame),
            "counts": counts(frame),
            "editions": Edition.objects.filter(is_current=True).order_by("-framework"),
        },
    )


def families(frame: Frame) -> list[tuple[str, str, int]]:
    """(name, address of its list of roles, how many roles) of each family that has any, by name."""
    counted = np.bincount(frame.role_family, minlength=len(frame.families))
    address = reverse("careers:role_list")
    rows = zip(frame.families.names, frame.families.slugs, counted, strict=True)
    return sorted((name, f"{address}?family={slug}", int(count)) for name, slug, count in rows if count)


def counts(frame: Frame) -> dict[str, int | str]:
    """How much there is, as numbers and as words for headings. Two queries."""
    learning = Learning.objects.filter(retired_at=None).count()
    networks = Network.objects.filter(retired_at=None).count()
    return {
        "roles": len(frame.roles),
        "levels": len(frame.levels),
        "roles_words": f"{len(frame.roles)} roles",
        "points_words": f"{len(frame.points)} starting points",
        "skills_words": f"{len(frame.skills)} skills",
        "learning_words": f"{learning} ways to learn",
        "networks_words": f"{networks} networks",
    }
