"""Forms of a plan: hours and money, goals, actions, what to take over, looking back; and the filters of its list."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import F

from careers.frame import Frame
from careers.posts import posts_of
from common.dates import DateField
from common.forms import styled
from common.lists import ListForm, Sort
from planning.models import ActionKind, ActionState, Horizon, Pays
from planning.models.plans import LONGEST_NOTE, LONGEST_TEXT, OPEN_STATES
from planning.plans.feedback import LONGEST_FEEDBACK
from planning.plans.filling import Suggestion
from planning.plans.keeping import Draft
from planning.plans.options import MOST_HOURS

FURTHEST = 10  # years ahead


class TermsForm(forms.Form):
    """How many hours a week there are, and what can be paid."""

    hours_a_week = styled(
        forms.IntegerField(
            label="How many hours a week can you give to it?", min_value=1, max_value=MOST_HOURS,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            help_text="At work and at home together, such as 3. We suggest nothing that takes more.",
            error_messages={
                "required": "Enter how many hours a week you have, such as 3",
                "invalid": "The hours must be a whole number, such as 3", "min_value": "The hours must be 1 or more",
                "max_value": f"The hours must be {MOST_HOURS} or fewer",
            },
        ),
        classes="nhsuk-input--width-2",
    )  # fmt: skip
    pays = forms.ChoiceField(
        label="What can you pay for courses?", choices=Pays.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose what you can pay", "invalid_choice": "Choose from the list"},
    )  # fmt: skip


class GoalForm(forms.Form):
    """A level to get to."""

    level = forms.ChoiceField(
        label="Which level do you want to get to?",
        error_messages={"required": "Choose a level", "invalid_choice": "Choose a level from the list"},
    )  # fmt: skip

    def __init__(self, *args: Any, frame: Frame, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [posts_of(frame).level[level].name for level in range(len(frame.levels))]
        choices: list[tuple[Any, Any]] = [("", "Choose a level")]
        for family in sorted(range(len(frame.families)), key=lambda one: frame.families.names[one]):
            levels = [
                (slug, name)
                for level, (slug, name) in enumerate(zip(frame.levels.slugs, names, strict=True))
                if frame.role_family[frame.level_role[level]] == family
            ]
            choices.append((frame.families.names[family], sorted(levels, key=lambda pair: pair[1].casefold())))
        self.fields["level"].choices = choices  # type: ignore[attr-defined]


class ActionForm(forms.Form):
    """An action, new or changed. ``state`` is asked of those that are there."""

    kind = forms.ChoiceField(
        label="What kind of action is it?", choices=ActionKind.choices,
        error_messages={"required": "Choose the kind", "invalid_choice": "Choose the kind from the list"},
    )  # fmt: skip
    text = forms.CharField(
        label="What will you do?", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In your own words, so that you can tell when it is done.",
        error_messages={
            "required": "Enter what you will do", "max_length": "Shorten this to at most 1,000 characters",
        },
    )  # fmt: skip
    skill = forms.ChoiceField(
        label="Which skill does it build?", required=False,
        error_messages={"invalid_choice": "Choose a skill from the list"},
    )  # fmt: skip
    due_on = DateField(
        label="By when?", required=False, help_text="Such as 27 3 2027. We remind you a week before, if you wish."
    )
    horizon = forms.ChoiceField(
        label="Now or later?", choices=Horizon.choices, widget=forms.RadioSelect, initial=Horizon.NOW,
        error_messages={"required": "Choose now or later", "invalid_choice": "Choose now or later"},
    )  # fmt: skip
    state = forms.ChoiceField(
        label="How far are you?", choices=ActionState.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose how far you are", "invalid_choice": "Choose from the list"},
    )  # fmt: skip
    evidence = forms.CharField(
        label="What will show that it is done?", required=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Shorten this to at most 1,000 characters"},
    )  # fmt: skip
    note = forms.CharField(
        label="Your notes", required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nobody but you sees them.",
        error_messages={"max_length": "Shorten this to at most 2,000 characters"},
    )  # fmt: skip

    def __init__(self, *args: Any, frame: Frame, today: date, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today, self._frame = today, frame
        pairs = sorted(zip(frame.skills.slugs, frame.skills.names, strict=True), key=lambda pair: pair[1].casefold())
        kept = self.initial.get("skill", "")
        if kept and kept not in frame.skills.index:
            pairs.append((kept, f"{self.initial['skill_name']} (no longer in the framework)"))
        self.fields["skill"].choices = [("", "None"), *pairs]  # type: ignore[attr-defined]
        if is_new:
            del self.fields["state"]

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        # A day that was kept before may have passed.
        if due_on and due_on != self.initial.get("due_on"):
            _check_ahead(due_on, self._today)
        return due_on


def _check_ahead(day: date, today: date) -> None:
    if day < today:
        raise forms.ValidationError("The date must be today or later", params={"parts": ["day", "month", "year"]})
    if day.year > today.year + FURTHEST:
        raise forms.ValidationError(f"The year must be {today.year + FURTHEST} or sooner", params={"parts": ["year"]})


class ReviewForm(forms.Form):
    """What has changed, and when to look back again."""

    changed = forms.CharField(
        label="What has changed?", required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="In your work, in what you want, in what you can do. Nobody but you sees it.",
        error_messages={"max_length": "Shorten this to at most 2,000 characters"},
    )  # fmt: skip
    review_on = DateField(
        label="When do you want to look back again?",
        error_messages={"required": "Enter the day on which you want to look back again"},
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_review_on(self) -> date:
        review_on: date = self.cleaned_data["review_on"]
        _check_ahead(review_on, self._today)
        if review_on == self._today:
            raise forms.ValidationError("Choose a day after today", params={"parts": ["day"]})
        return review_on


@dataclass(frozen=True)
class Group:
    """Suggestions under one heading, ticked at the beginning or not."""

    name: str
    label: str
    suggestions: Sequence[Suggestion]
    ticked: bool = True


class PickForm(forms.Form):
    """Suggestions to tick, in groups. ``there``: what the plan has already. ``drafts`` is what was ticked."""

    mark_optional = False

    def __init__(
        self, data: Mapping[str, Any] | None, *, groups: Iterable[Group], there: Collection[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self._drafts: dict[str, Draft] = {}
        for group in groups:
            if not group.suggestions:
                continue
            self._drafts |= {one.key: one.draft for one in group.suggestions}
            hints = {one.key: _hint(one, there) for one in group.suggestions}
            fresh = [one.key for one in group.suggestions if one.draft.same not in there]
            choices = [(one.key, f"{one.kind}: {one.draft.text}") for one in group.suggestions]
            self.fields[group.name] = styled(
                forms.MultipleChoiceField(
                    label=group.label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple,
                    initial=fresh if group.ticked else [],
                    error_messages={"invalid_choice": "The suggestions have changed. Look at them again, then tick"},
                ),
                hints=hints, legend="m", optional=False,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.values()):
            self.add_error(next(iter(self.fields), None), "Tick at least one action")
        return data

    @property
    def drafts(self) -> list[Draft]:
        return [self._drafts[key] for chosen in self.cleaned_data.values() for key in chosen]


def _hint(one: Suggestion, there: Collection[tuple[str, str]]) -> str:
    known = "In your plan already" if one.draft.same in there else ""
    return ". ".join(filter(None, (known, one.why, one.words[:1].upper() + one.words[1:])))


class FeedbackForm(forms.Form):
    """What was said about an application."""

    text = forms.CharField(
        label="The feedback", max_length=LONGEST_FEEDBACK, strip=False, widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Copy what they wrote, or write down what they said, one thing a sentence.",
        error_messages={
            "required": "Enter the feedback", "max_length": "Shorten this to at most 10,000 characters",
        },
    )  # fmt: skip

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if not any(letter.isalpha() for letter in text):
            raise forms.ValidationError("Enter the feedback, in words")
        return text


class PlanFilters(ListForm):
    """The actions of a plan; those that are open, unless another state is asked for."""

    sorts: ClassVar = {
        "due": Sort("First due", ("-horizon", F("due_on").asc(nulls_last=True), "created_at", "pk")),
        "newest": Sort("Newest first", ("-horizon", "-created_at", "pk")),
        "skill": Sort("Skill, A to Z", ("-horizon", F("skill__name").asc(nulls_last=True), "created_at", "pk")),
    }
    state = forms.ChoiceField(
        required=False, label="State",
        choices=[("", "Open"), *ActionState.choices, ("ALL", "All")],
    )  # fmt: skip
    horizon = forms.ChoiceField(required=False, label="Now or later", choices=[("", "Both"), *Horizon.choices])
    kind = forms.ChoiceField(required=False, label="Kind", choices=[("", "Any kind"), *ActionKind.choices])

    def narrow(self, rows: Any) -> Any:
        state = self.given("state")
        if state is None:
            rows = rows.filter(state__in=OPEN_STATES)
        elif state != "ALL":
            rows = rows.filter(state=state)
        for name in ("horizon", "kind"):
            if value := self.given(name):
                rows = rows.filter(**{name: value})
        return rows
