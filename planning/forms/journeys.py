"""Forms for one's own journey, for those who read it before it is published, and for questions about it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from careers.models import Learning, Level, Network, Role, StartingPoint
from common.forms import OneLineField, styled
from common.vocabulary import Background, Band, EmployerKind
from planning.models.journeys import FIRST_YEAR, LONGEST_TEXT, Course, Journey

_https = URLValidator(schemes=["https"], message="Enter a whole web address that begins with https://")


def _text(label: str, hint: str, *, rows: int = 4, most: int = LONGEST_TEXT, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=most, widget=forms.Textarea(attrs={"rows": rows})
    )


def _year(label: str, hint: str, *, required: bool) -> forms.IntegerField:
    return styled(
        forms.IntegerField(
            label=label, help_text=hint, required=required, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages={"invalid": f"{label} must be a year in numbers, like 2019"},
        ),
        width=4,
    )  # fmt: skip


class AboutForm(forms.Form):
    """What a journey says beside its jobs and courses."""

    title = OneLineField(
        label="Your path in one line", max_length=120, help_text="Such as: from ward sister to digital change manager",
        error_messages={"required": "Say in one line where your path led"},
    )  # fmt: skip
    background = forms.ChoiceField(
        label="Where you come from", choices=Background.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose where you come from"},
    )  # fmt: skip
    shown_as = forms.ChoiceField(
        label="What to show", choices=Journey.ShownAs.choices, widget=forms.RadioSelect,
        help_text="Without a name people may still know you by your jobs, so leave organisations out if need be.",
        error_messages={"required": "Choose whether to show your name"},
    )  # fmt: skip
    name = OneLineField(
        label="Your name", required=False, max_length=100, help_text="Only if you chose to show it, or a part of it"
    )
    highlights = _text("Highlights", "What you are proud of, with numbers if you can: how many people, how much faster")
    advice = _text("Advice", "What you would tell somebody who stands where you stood")
    differently = _text("What you would do differently", "What you know now and wish you had known then")
    inspired_by = _text("Who inspired you", "Name nobody who would not want to be named")
    next = _text("Where next", "What you are working towards")
    reading = _text("Books and other things worth reading", "Titles and authors")
    networks = forms.ModelMultipleChoiceField(
        label="Networks that helped you", queryset=Network.objects.none(), required=False, to_field_name="slug",
        widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": "Choose networks from the list"},
    )  # fmt: skip
    profile_url = OneLineField(
        label="A public page about you", required=False, max_length=300, validators=[_https],
        help_text="A profile that everybody may see, beginning with https://",
    )  # fmt: skip
    open_to_contact = forms.BooleanField(
        label="People may ask me questions about it", required=False,
        help_text="Their questions come through this site. Nobody sees your e-mail address.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["networks"].queryset = Network.objects.live().order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        shown_as, name = data.get("shown_as"), data.get("name", "")
        if shown_as == Journey.ShownAs.ANONYMOUS:
            if data.get("profile_url"):
                self.add_error("profile_url", "A page about you says who you are. Take it out, or show your name")
            data["name"] = ""
        elif shown_as and "name" in data and not name.strip():
            self.add_error("name", "Enter your name, or choose to show none")
        return data

    @property
    def about(self) -> dict[str, Any]:
        """The fields of Journey."""
        return {name: value for name, value in self.cleaned_data.items() if name != "networks"}


def initial_about(journey: Journey) -> dict[str, Any]:
    """What the form shows of a journey."""
    initial = {name: getattr(journey, name) for name in AboutForm.base_fields if name != "networks"}
    return initial | {"networks": list(journey.networks.values_list("slug", flat=True))}


class YearsForm(forms.Form):
    """A form with years in it, between 1950 and this year."""

    def __init__(self, *args: Any, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.this_year = this_year

    def check_year(self, name: str) -> Any:
        year = self.cleaned_data[name]
        if year is not None and not FIRST_YEAR <= year <= self.this_year:
            raise ValidationError(f"Enter a year from {FIRST_YEAR} to {self.this_year}")
        return year


class StepForm(YearsForm):
    """One job. ``job`` is "level:<slug>", "point:<slug>" or nothing."""

    title = OneLineField(
        label="What the job was called", max_length=150, error_messages={"required": "Enter what the job was called"}
    )
    job = forms.ChoiceField(
        label="What comes nearest to it in our list", required=False,
        help_text="This lets people find your journey. Choose nothing if nothing comes near.",
        error_messages={"invalid_choice": "Choose a job from the list, or nothing"},
    )  # fmt: skip
    organisation = OneLineField(
        label="Organisation", required=False, max_length=200, help_text="Leave it out if you would rather not say"
    )
    organisation_kind = forms.ChoiceField(
        label="Kind of organisation", required=False, choices=[("", "Rather not say"), *EmployerKind.choices]
    )
    band = forms.ChoiceField(label="Pay band", required=False, choices=[("", "None, or rather not say"), *Band.choices])
    from_year = _year("First year", "", required=True)
    to_year = _year("Last year", "Leave it empty if you are there now", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["job"].choices = _jobs()  # type: ignore[attr-defined]

    def clean_from_year(self) -> Any:
        return self.check_year("from_year")

    def clean_to_year(self) -> Any:
        return self.check_year("to_year")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("from_year"), data.get("to_year")
        if first and last and last < first:
            self.add_error("to_year", "The last year cannot be before the first")
        return data

    @property
    def step(self) -> dict[str, Any]:
        """The fields of Step."""
        fields = {name: value for name, value in self.cleaned_data.items() if name != "job"}
        kind, _, slug = self.cleaned_data["job"].partition(":")
        fields["level"] = Level.objects.filter(slug=slug).first() if kind == "level" else None
        fields["point"] = StartingPoint.objects.filter(slug=slug).first() if kind == "point" else None
        return fields


def initial_step(step: Any) -> dict[str, Any]:
    """What the form shows of a job."""
    initial = {name: getattr(step, name) for name in StepForm.base_fields if name != "job"}
    job = f"level:{step.level.slug}" if step.level else f"point:{step.point.slug}" if step.point else ""
    return initial | {"job": job}


def _jobs() -> list[tuple[str, Any]]:
    """Everything that a job may be called, in groups. Two queries."""
    points = [(f"point:{slug}", title) for slug, title in StartingPoint.objects.live().values_list("slug", "title")]
    groups: dict[str, list[tuple[str, str]]] = {}
    levels = Level.objects.live().filter(role__retired_at=None).order_by("role__name", "order", "pk")
    for slug, name, role in levels.values_list("slug", "name", "role__name"):
        groups.setdefault(role, []).append((f"level:{slug}", name))
    return [("", "Nothing comes near"), ("Where people start from", points), *groups.items()]


class CourseForm(YearsForm):
    """One course or qualification."""

    name = OneLineField(
        label="What it was called", max_length=200, error_messages={"required": "Enter what it was called"}
    )
    learning = forms.ModelChoiceField(
        label="The same in our list", queryset=Learning.objects.none(), required=False, to_field_name="slug",
        empty_label="It is not in the list",
        error_messages={"invalid_choice": "Choose a course from the list, or none"},
    )  # fmt: skip
    year = _year("Year", "When you finished it, if you did", required=False)
    recommend = forms.ChoiceField(
        label="Would you recommend it?", required=False, choices=[*Course.Recommend.choices, ("", "I cannot say")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    to_whom = OneLineField(label="To whom", required=False, max_length=300)
    changed = _text("What did it change for you?", "", most=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Learning.objects.live().only("name", "slug").order_by("name")
        self.fields["learning"].queryset = offered  # type: ignore[attr-defined]

    def clean_year(self) -> Any:
        return self.check_year("year")


def initial_course(course: Course) -> dict[str, Any]:
    """What the form shows of a course."""
    initial = {name: getattr(course, name) for name in CourseForm.base_fields if name != "learning"}
    return initial | {"learning": course.learning.slug if course.learning else None}


class SubmitForm(forms.Form):
    """Consent: a tick that nobody sets for the person."""

    agreed = forms.BooleanField(
        label="I agree that this is published here for everybody to read. I can withdraw it at any time.",
        error_messages={"required": "Tick that you agree, or leave it as a draft"},
    )


class ReasonForm(forms.Form):
    """Why a journey is sent back."""

    reason = _text("What to change, and why", "The person reads this as you write it", most=1000, required=True)


class QuoteForm(forms.Form):
    """Words to quote, and where. ``about`` is "role:<slug>" or "course:<slug>"."""

    text = _text("Words to quote", "Copy them from the journey exactly", rows=3, most=300, required=True)
    about = forms.ChoiceField(label="Show them on the page of", error_messages={"required": "Choose a page"})

    def __init__(self, *args: Any, roles: Iterable[Role], courses: Iterable[Learning], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = {f"role:{role.slug}": role for role in roles}
        self.courses = {f"course:{course.slug}": course for course in courses}
        both = {**self.roles, **self.courses}
        self.fields["about"].choices = [(key, one.name) for key, one in both.items()]  # type: ignore[attr-defined]

    @property
    def quote(self) -> dict[str, Any]:
        """The arguments of ``reviewing.quote``."""
        about = self.cleaned_data["about"]
        return {
            "text": self.cleaned_data["text"], "role": self.roles.get(about), "learning": self.courses.get(about)
        }  # fmt: skip


class NoteForm(forms.Form):
    """A question, or its answer."""

    text = _text(
        "Your question", "They see your name as it stands in your account, and no address", most=2000, required=True
    )


class AnswerForm(forms.Form):
    """The answer to a question."""

    text = _text("Your answer", "They see no address of yours", most=2000, required=True)
