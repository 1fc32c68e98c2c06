"""Forms and filters of the horizon."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from careers.models import Family
from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.words import with_words
from planning.horizon.fetching import CannotFetch, check_address
from planning.models.horizon import Feed, HorizonItem


def _address(hint: str) -> OneLineField:
    return OneLineField(
        label="Web address", max_length=500, help_text=hint,
        error_messages={"required": "Enter a web address that begins with https://"},
    )  # fmt: skip


class WithFamilies(forms.Form):
    """A form that chooses families; ``fields_of`` are the other fields without ``leave_out``."""

    families = forms.ModelMultipleChoiceField(
        label="Families of roles that it is for", queryset=Family.objects.none(), required=False, to_field_name="slug",
        widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": "Choose families from the list"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["families"].queryset = Family.objects.live().order_by("name")  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip()
        try:
            check_address(address)
        except CannotFetch as refusal:
            raise ValidationError(str(refusal)) from None
        return address

    def other_fields(self, *leave_out: str) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("families", *leave_out)}


class FeedForm(WithFamilies):
    """A feed that staff choose."""

    field_order = ("name", "address", "families", "paused")

    name = OneLineField(label="Name", max_length=120, error_messages={"required": "Enter a name"})
    address = _address("Of the RSS or Atom feed, beginning with https://")
    paused = forms.BooleanField(label="Do not read it for now", required=False)

    def __init__(self, *args: Any, feed: Feed | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = Feed.objects.exclude(pk=feed.pk) if feed else Feed.objects.all()

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.others.filter(name=name).exists():
            raise ValidationError("There is a feed of that name already")
        return name

    def clean_address(self) -> str:
        address = super().clean_address()
        if self.others.filter(address=address).exists():
            raise ValidationError("There is a feed with that address already")
        return address


class ItemForm(WithFamilies):
    """An item that staff write, or one that a feed brought."""

    field_order = ("title", "summary", "address", "families", "hidden")

    title = OneLineField(label="Title", max_length=200, error_messages={"required": "Enter a title"})
    summary = forms.CharField(
        label="Why it matters", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In two or three sentences of your own",
    )  # fmt: skip
    address = _address("Of the page to read, beginning with https://")
    hidden = forms.BooleanField(label="Do not show it", required=False)


def initial_of(row: Feed | HorizonItem) -> dict[str, Any]:
    """What a form shows of a feed or an item."""
    families = {"families": list(row.families.values_list("slug", flat=True))}
    if isinstance(row, Feed):
        return {"name": row.name, "address": row.address, "paused": row.paused_at is not None, **families}
    item = {name: getattr(row, name) for name in ("title", "summary", "address")}
    return {**item, "hidden": row.hidden_at is not None, **families}


class FollowForm(forms.Form):
    """The families that a person wants to hear of."""

    families = forms.ModelMultipleChoiceField(
        label="Once a week, tell me what is new in", queryset=Family.objects.none(), required=False,
        to_field_name="slug", widget=forms.CheckboxSelectMultiple, help_text="Choose none to get no letter",
        error_messages={"invalid_choice": "Choose families from the list"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["families"].queryset = Family.objects.live().order_by("name")  # type: ignore[attr-defined]


class HorizonFilters(ListForm):
    """What is on the horizon."""

    sorts: ClassVar = {
        "newest": Sort("Newest first", ("-found_at", "pk")),
        "title": Sort("Title, A to Z", ("title", "pk")),
    }

    q = OneLineField(
        required=False, label="Words in it", max_length=100,
        error_messages={"max_length": "Use 100 characters or fewer. We left this filter out."},
    )  # fmt: skip
    family = forms.ChoiceField(required=False, label="Family of roles")

    def __init__(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        families = Family.objects.live().order_by("name").values_list("slug", "name")
        self.fields["family"].choices = [("", "Any family"), *families]  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("title", "summary")))
        family = self.given("family")
        return rows.filter(families__slug=family) if family else rows


class StaffHorizonFilters(HorizonFilters):
    """The same for staff, who see what is hidden too."""

    shown = forms.ChoiceField(
        required=False, label="Shown", choices=[("", "Any"), ("YES", "Shown"), ("NO", "Not shown")]
    )

    def narrow(self, rows: Any) -> Any:
        rows = super().narrow(rows)
        shown = self.given("shown")
        return rows.filter(hidden_at__isnull=shown == "YES") if shown else rows


class FeedFilters(ListForm):
    """Feeds, by how they do."""

    sorts: ClassVar = {
        "name": Sort("Name, A to Z", ("name",)),
        "failing": Sort("Failing longest first", ("-failures", "name")),
    }

    health = forms.ChoiceField(
        required=False, label="How it does",
        choices=[("", "Any"), ("FAILING", "Failing"), ("FINE", "Without a problem"), ("PAUSED", "Paused")],
    )  # fmt: skip

    def narrow(self, rows: Any) -> Any:
        match self.given("health"):
            case "FAILING":
                return rows.filter(paused_at=None).exclude(problem="")
            case "FINE":
                return rows.filter(paused_at=None, problem="")
            case "PAUSED":
                return rows.exclude(paused_at=None)
        return rows
