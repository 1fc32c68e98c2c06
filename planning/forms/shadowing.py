"""Forms and filters of offers and requests."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from accounts.models import User
from careers.models import Role, Skill
from common.dates import DateField
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from common.words import with_words
from planning.models.shadowing import MOST_SKILLS, Offer, Request


def _text(label: str, hint: str, missing: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=2000, required=required, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": missing},
    )  # fmt: skip


class OfferForm(forms.Form):
    """What somebody offers."""

    SKILLS: ClassVar = tuple(f"skill_{number}" for number in range(1, MOST_SKILLS + 1))

    kind = forms.ChoiceField(
        label="What do you offer?", choices=Offer.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose what you offer"},
    )  # fmt: skip
    title = OneLineField(
        label="In one line", max_length=120, help_text="Such as: shadow a digital change manager for a day",
        error_messages={"required": "Say in one line what you offer"},
    )  # fmt: skip
    text = _text("What to expect", "What they will see or may ask, and for whom it is", "Say what to expect")
    role = forms.ModelChoiceField(
        label="The role it is about", queryset=Role.objects.none(), required=False, to_field_name="slug",
        empty_label="None in particular", error_messages={"invalid_choice": "Choose a role from the list, or none"},
    )  # fmt: skip
    where = OneLineField(
        label="Where", max_length=200, help_text="A town, or “online”. You send the address to those you accept",
        error_messages={"required": "Say where, or “online”"},
    )  # fmt: skip
    most_a_month = styled(
        forms.IntegerField(
            label="How many people in 30 days, at most", min_value=1, max_value=20,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages={"required": "Enter a number from 1 to 20", "invalid": "Enter a number from 1 to 20"},
        ),
        width=3,
    )  # fmt: skip
    paused = forms.BooleanField(
        label="Do not show it for now", required=False, help_text="Requests that you accepted stay as they are"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = Role.objects.live().only("name", "slug").order_by("name")
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]
        names = list(Skill.objects.live().order_by("name").values_list("slug", "name"))
        labels = ("A skill it is about", "A second skill", "A third skill")
        for name, label in zip(self.SKILLS, labels, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, choices=[("", "None in particular"), *names],
                help_text="People who want to learn it find your offer" if label == labels[0] else "",
                error_messages={"invalid_choice": "Choose a skill from the list, or none"},
            )  # fmt: skip
            styled(self.fields[name])
        self.order_fields(("kind", "title", "text", "role", *self.SKILLS))

    @property
    def skills(self) -> list[Skill]:
        """What it is about, of a valid form. One query."""
        return list(Skill.objects.filter(slug__in={self.cleaned_data[name] for name in self.SKILLS}))

    @property
    def said(self) -> dict[str, Any]:
        """The fields of an Offer, and ``paused``, of a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.SKILLS}


def initial_offer(offer: Offer) -> dict[str, Any]:
    """What the form shows of an offer. One query."""
    slugs = offer.skills.filter(retired_at=None).order_by("name").values_list("slug", flat=True)
    plain = {name: getattr(offer, name) for name in ("kind", "title", "text", "where", "most_a_month")}
    plain |= dict(zip(OfferForm.SKILLS, slugs, strict=False))
    return plain | {"role": offer.role.slug if offer.role else None, "paused": offer.paused_at is not None}


class AskForm(forms.Form):
    """Ask for what is offered."""

    text = _text(
        "Your request", "Who you are, what you hope for, and when you could. They see your name and no address",
        "Say who you are and what you hope for",
    )  # fmt: skip


class AcceptForm(forms.Form):
    """Accept a request."""

    meets_on = DateField(
        label="When", help_text="The day, or the first of several", error_messages={"required": "Enter a date"}
    )
    answer = _text("How you meet", "Time and place or link, and whom to ask for", "Say how you meet")


class DeclineForm(forms.Form):
    """Decline a request."""

    answer = _text("A word to them", "Perhaps where else they could ask", "", required=False)


class OfferFilters(ListForm):
    """What is offered."""

    sorts: ClassVar = {
        "newest": Sort("Newest first", ("-offered_at", "-pk")),
        "title": Sort("Title, A to Z", ("title", "pk")),
    }

    q = OneLineField(
        required=False, label="Words in it", max_length=100,
        error_messages={"max_length": "Use 100 characters or fewer. We left this filter out."},
    )  # fmt: skip
    kind = forms.ChoiceField(required=False, label="Kind", choices=[("", "Any"), *Offer.Kind.choices])
    role = forms.ChoiceField(required=False, label="Role")
    skill = forms.ChoiceField(required=False, label="Skill")

    def __init__(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        about = Skill.objects.filter(pk__in=Offer.objects.open().values("skills")).order_by("name")
        self.fields["skill"].choices = [("", "Any skill"), *about.values_list("slug", "name")]  # type: ignore[attr-defined]
        offered = Role.objects.filter(pk__in=Offer.objects.open().values("role")).order_by("name")
        self.fields["role"].choices = [("", "Any role"), *offered.values_list("slug", "name")]  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("title", "text", "where")))
        if kind := self.given("kind"):
            rows = rows.filter(kind=kind)
        if role := self.given("role"):
            rows = rows.filter(role__slug=role)
        skill = self.given("skill")
        return rows.filter(skills__slug=skill) if skill else rows


class MyOfferFilters(ListForm):
    """What a person offers."""

    shown = forms.ChoiceField(
        required=False, label="Shown", choices=[("", "Any"), ("YES", "Shown now"), ("NO", "Not shown")]
    )

    def narrow(self, rows: Any) -> Any:
        shown = self.given("shown")
        return rows.filter(paused_at__isnull=shown == "YES") if shown else rows


class RequestFilters(ListForm):
    """Requests to and from a person."""

    which = forms.ChoiceField(
        required=False, label="Which", choices=[("", "All"), ("TO_ME", "To me"), ("FROM_ME", "From me")]
    )
    state = forms.ChoiceField(required=False, label="State", choices=[("", "Any"), *Request.State.choices])

    def __init__(self, data: Mapping[str, Any], *, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.user = user

    def narrow(self, rows: Any) -> Any:
        if which := self.given("which"):
            rows = rows.filter(offer__user=self.user) if which == "TO_ME" else rows.filter(asker=self.user)
        state = self.given("state")
        return rows.filter(state=state) if state else rows
