"""What the forms of mentors and mentees share: times of the week, formats, languages, shared experiences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from accounts.models import Region
from careers.frame import Frame
from careers.roles.browsing import skills_named
from common.forms import OneLineField, styled
from mentoring.models import Format, HalfDay

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARTS = ("Morning", "Afternoon", "Evening")
EXPERIENCES = (
    "Coming back after a break",
    "Caring for somebody",
    "Working part time",
    "A disability or health condition",
    "Trained in another country",
    "First in the family at university",
    "Changing profession",
    "Working far from a city",
)
MOST_EXPERIENCES = 5
MOST_LANGUAGES = 5
MOST_ROWS = 60


@dataclass(frozen=True)
class Cell:
    """One half-day of the grid: a checkbox with its id, and the words that name it."""

    id: str
    value: str
    checked: bool
    words: str


def number_field(label: str, hint: str, least: int, most: int) -> forms.IntegerField:
    """A small whole number."""
    wrong = f"Enter a number from {least} to {most}"
    codes = ("required", "invalid", "min_value", "max_value")
    field = forms.IntegerField(
        label=label, help_text=hint, min_value=least, max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}), error_messages=dict.fromkeys(codes, wrong),
    )  # fmt: skip
    return styled(field, width=3)


def text_field(label: str, hint: str, rows: int = 5) -> forms.CharField:
    """Some sentences in one's own words."""
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": "Shorten this to at most 2,000 characters"},
    )  # fmt: skip


class TakesPartForm(forms.Form):
    """Fields of both sides, and rows of skills that may be added to without losing anything typed."""

    data: Any  # a QueryDict, to which a row that was added by name is written
    use_required_attribute = False
    mark_optional = False
    row_prefix: ClassVar = "level"  # a row is in the form where the browser sent a control of this name
    # The controls of a row, by the word before the slug in their names, for the skill's name and what is known of it.
    row_fields: Callable[[str, Any], Mapping[str, forms.ChoiceField]]

    formats = styled(
        forms.MultipleChoiceField(
            label="How would you like to meet?", required=False, choices=Format.choices,
            widget=forms.CheckboxSelectMultiple, help_text="Tick both if you do not mind.",
            error_messages={"invalid_choice": "Choose from the list"},
        ),
        small=True, optional=False,
    )  # fmt: skip
    region = forms.ChoiceField(
        label="Where in the UK are you?", required=False, choices=[("", "Not said"), *Region.choices],
        error_messages={"invalid_choice": "Choose from the list"},
    )  # fmt: skip
    remote = forms.BooleanField(label="Meeting online is fine with me", required=False)
    other_organisation = forms.BooleanField(label="Only with somebody from another organisation", required=False)
    times = forms.MultipleChoiceField(
        label="When does it usually suit you?", required=False, choices=HalfDay.choices,
        widget=forms.CheckboxSelectMultiple, help_text="Leave it empty if it varies.",
        error_messages={"invalid_choice": "Choose from the grid"},
    )  # fmt: skip
    languages = OneLineField(
        label="Languages besides English", required=False, max_length=200, help_text="Such as: Welsh, Polish",
        error_messages={"max_length": "Shorten this to at most 200 characters"},
    )  # fmt: skip
    experiences = styled(
        forms.MultipleChoiceField(
            label="Shared experience", required=False, choices=[(one, one) for one in EXPERIENCES],
            widget=forms.CheckboxSelectMultiple,
            help_text="Only if you want to be matched on it. Somebody who ticks the same is told that you both did; "
            "nobody else sees it.",
            error_messages={"invalid_choice": "Choose from the list, or write it below"},
        ),
        small=True,
    )  # fmt: skip
    own_experience = OneLineField(
        label="Another experience, in your own words", required=False, max_length=60,
        error_messages={"max_length": "Shorten this to at most 60 characters"},
    )  # fmt: skip
    add_skill = OneLineField(
        label="Add a skill", required=False, max_length=150,
        widget=forms.TextInput(attrs={"list": "skills", "autocapitalize": "none", "autocomplete": "off"}),
        help_text="Write its name, then press “Add”.",
        error_messages={"max_length": "Shorten this to at most 150 characters"},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, frame: Frame, rows: Mapping[str, Any], **kwargs: Any) -> None:
        """``rows``: what is filled in for skills, by slug, in order. What the browser sent stands in its place."""
        super().__init__(data, **kwargs)
        self.frame = frame
        self.rows: list[str] = []
        for slug in self._rows_sent() if self.is_bound else rows:
            self.add_row(slug, rows.get(slug))
        self.has_grown = False

    def _rows_sent(self) -> list[str]:
        start = f"{self.row_prefix}-"
        sent = (name.removeprefix(start) for name in self.data if name.startswith(start))
        return [slug for slug in sent if slug in self.frame.skills.index][:MOST_ROWS]

    def add_row(self, slug: str, given: Any) -> None:
        """Draw a skill, filled in with ``given``; None where nothing is known. What was not sent counts as chosen."""
        for part, field in self.row_fields(self.skill_name(slug), given).items():
            name = f"{part}-{slug}"
            self.fields[name] = styled(field, optional=False)
            if self.is_bound and name not in self.data:
                self.data = self.data.copy()
                self.data[name] = str(int(field.initial))
        self.rows.append(slug)

    def skill_name(self, slug: str) -> str:
        return self.frame.skills.names[self.frame.skills.index[slug]]

    def skill_id(self, slug: str) -> int:
        return self.frame.skills.ids[self.frame.skills.index[slug]]

    def clean_add_skill(self) -> str:
        """A skill that was typed becomes a row of its own; the form is shown again so that its level can be chosen."""
        text = self.cleaned_data["add_skill"]
        if not text and self.data.get("add") == "skill":
            raise forms.ValidationError("Write the name of a skill, then press “Add”")
        if not text:
            return ""
        found = skills_named(self.frame, text)
        if not found:
            raise forms.ValidationError(f"We do not know a skill called “{text[:60]}”. Try part of its name")
        if len(found) > 1:
            names = "”, “".join(self.frame.skills.names[one] for one in found[:5])
            raise forms.ValidationError(f"Several skills are called like that. Write one of them: “{names}”")
        slug = self.frame.skills.slugs[found[0]]
        if len(self.rows) >= MOST_ROWS and slug not in self.rows:
            raise forms.ValidationError(f"{MOST_ROWS} skills are enough. Take one away first")
        return slug

    def clean_languages(self) -> tuple[str, ...]:
        words = [" ".join(word.split()) for word in self.cleaned_data["languages"].replace(";", ",").split(",")]
        languages = tuple(dict.fromkeys(word[:1].upper() + word[1:] for word in words if word))
        if len(languages) > MOST_LANGUAGES:
            raise forms.ValidationError(f"Name at most {MOST_LANGUAGES} languages")
        return languages

    def clean_own_experience(self) -> str:
        """As others may write it too: they are compared letter by letter."""
        text = " ".join(self.cleaned_data["own_experience"].replace(";", ",").split())
        return text[:1].upper() + text[1:]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named = [*data.get("experiences", ()), *filter(None, [data.get("own_experience", "")])]
        if len(named) > MOST_EXPERIENCES:
            self.add_error("experiences", f"Choose at most {MOST_EXPERIENCES} and untick the others")
        if slug := data.get("add_skill"):
            self._grow(slug)
        return data

    def _grow(self, slug: str) -> None:
        """Show the skill that was typed as a row, and the box for it empty."""
        self.has_grown = True
        # What was sent is read again when the form is drawn, so it must not hold the typed name any more.
        self.data = self.data.copy()
        self.data["add_skill"] = ""
        if slug not in self.rows:
            self.add_row(slug, None)

    def both_sides(self) -> dict[str, Any]:
        """The fields that mentors and mentees share, of a valid form."""
        data = self.cleaned_data
        own = [data["own_experience"]] if data["own_experience"] else []
        return {
            "formats": data["formats"],
            "remote": data["remote"],
            "other_organisation": data["other_organisation"],
            "times": data["times"],
            "languages": data["languages"],
            "experiences": tuple(dict.fromkeys([*data["experiences"], *own])),
        }

    @property
    def parts(self) -> tuple[str, ...]:
        """The columns of the grid."""
        return PARTS

    @property
    def grid(self) -> list[tuple[str, list[Cell]]]:
        """The week: each day with its three half-days. Ids as the design system numbers them, the first bare."""
        field = self["times"]
        chosen = set(field.value() or ())
        cells = [
            Cell(field.auto_id if not place else f"{field.auto_id}-{place + 1}", value, value in chosen, words)
            for place, (value, words) in enumerate(HalfDay.choices)
        ]
        return [(day, cells[3 * place : 3 * place + 3]) for place, day in enumerate(DAYS)]


def initial_of(row: Any, region: str) -> dict[str, Any]:
    """What the shared fields show of a Mentor or Mentee."""
    own = [one for one in row.experiences if one not in EXPERIENCES]
    return {
        "formats": list(row.formats) or Format.values,  # whoever did not say minds neither
        "region": region,
        "remote": row.remote,
        "other_organisation": row.other_organisation,
        "times": list(row.times),
        "languages": ", ".join(row.languages),
        "experiences": [one for one in row.experiences if one in EXPERIENCES],
        "own_experience": own[0] if own else "",
    }
