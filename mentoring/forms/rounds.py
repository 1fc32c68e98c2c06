"""What the team of a programme fills in about a round."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone

from accounts.models import Programme, User
from accounts.programmes import NobodyHasThatAddress, person_with_address
from common.dates import DateField
from common.forms import OneLineField, styled
from mentoring.engine import Weights
from mentoring.models import Bond, Round
from mentoring.models.people import MOST_PLACES
from mentoring.rounds.keeping import PRESETS

TERMS: Mapping[str, tuple[str, str]] = {
    "gaps": ("Gaps", "Share of the levels they miss that the mentor can teach"),
    "goal": ("Goal", "The mentor holds or held the goal role; half for its family"),
    "bands": ("Seniority", "The mentor is one or two bands above"),
    "place": ("Place", "One region, or both are fine with meeting from afar"),
    "times": ("Times", "Half-days that suit both"),
    "motivations": ("What moves them", "Two reasons for this work in common"),
    "experiences": ("Shared experience", "One that both chose to name"),
    "new_ground": ("New ground", "A skill that no earlier conversation was about"),
    "shortlist": ("The mentee’s wish", "First on the mentee’s own list; less for those after"),
}
END_OF_DAY = time(23, 59)


class RoundForm(forms.Form):
    """The settings of a round. ``settings`` gives them as ``save_round`` takes them."""

    use_required_attribute = False

    name = OneLineField(max_length=150, label="Name of the round", help_text="Such as “Spring 2027”")
    programme = forms.ModelChoiceField(
        label="Programme", queryset=Programme.objects.none(), empty_label="Choose a programme",
        error_messages={"required": "Choose a programme"},
    )  # fmt: skip
    welcome = forms.CharField(
        label="What people who may join are told", required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    join_until = DateField(
        label="Last day on which anybody may join", required=False,
        help_text="Leave empty if only the team brings people in",
    )  # fmt: skip
    answer_days = styled(
        forms.IntegerField(
            label="Working days that a mentor has to answer", min_value=1, max_value=30, initial=7,
            help_text="Bank holidays of the mentor’s nation do not count",
        ),
        width=2,
    )  # fmt: skip
    objective = styled(
        forms.ChoiceField(
            label="When not everybody can have the best", choices=Round.Objective.choices, widget=forms.RadioSelect,
            initial=Round.Objective.FAIR,
        )
    )  # fmt: skip
    scores = styled(
        forms.ChoiceField(
            label="Where scores come from", choices=Round.Scores.choices, widget=forms.RadioSelect,
            initial=Round.Scores.OWN,
        )
    )  # fmt: skip
    floor = styled(
        forms.IntegerField(
            label="Lowest score", min_value=0, max_value=32_000, initial=0,
            help_text="No match below it. Our own points go from 0 to 100; 0 is no limit",
        ),
        width=5,
    )  # fmt: skip
    most_wanted = styled(
        forms.ChoiceField(
            label="Mentors for one person, at most", choices=[("1", "1"), ("2", "2"), ("3", "3")], initial="1",
            widget=forms.RadioSelect, help_text="Nobody gets more than they ask for",
        ),
        inline=True,
    )  # fmt: skip
    most_places = styled(
        forms.IntegerField(
            label="People for one mentor, at most", required=False, min_value=1, max_value=MOST_PLACES,
            help_text="Leave empty for what each mentor offers",
        ),
        width=2,
    )  # fmt: skip
    other_organisation = forms.BooleanField(
        label="Nobody is matched inside their own organisation", required=False,
        help_text="Whoever asks for somebody from elsewhere gets that in any case",
    )  # fmt: skip

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = programmes
        for term, (label, hint) in TERMS.items():
            self.fields[f"weight_{term}"] = styled(
                forms.IntegerField(label=label, help_text=hint, min_value=0, max_value=100), width=3
            )

    @property
    def about(self) -> list[BoundField]:
        return [
            self[name] for name in ("name", "programme", "welcome", "join_until", "answer_days") if name in self.fields
        ]

    @property
    def rules(self) -> list[BoundField]:
        return [
            self[name] for name in ("objective", "floor", "other_organisation", "most_wanted", "most_places", "scores")
        ]

    @property
    def weights(self) -> list[BoundField]:
        return [self[f"weight_{term}"] for term in TERMS]

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [data.get(f"weight_{term}") for term in TERMS]
        if None not in given and not any(given):
            self.add_error("weight_gaps", "At least one weight must be above 0")
        return data

    @property
    def settings(self) -> dict[str, Any]:
        data = self.cleaned_data
        day = data["join_until"]
        until = timezone.make_aware(datetime.combine(day, END_OF_DAY)) if day else None
        return {
            **{name: data[name] for name in ("name", "welcome", "objective", "scores", "floor", "other_organisation")},
            "weights": {term: data[f"weight_{term}"] for term in TERMS},
            "most_wanted": int(data["most_wanted"]),
            "most_places": data["most_places"],
            "answer_days": data["answer_days"],
            "join_until": until,
        }


def as_it_is(round_: Round) -> dict[str, Any]:
    """The form of a round as it is."""
    names = (
        "name", "welcome", "objective", "scores", "floor", "most_wanted", "most_places", "other_organisation",
        "answer_days",
    )  # fmt: skip
    until = timezone.localdate(round_.join_until) if round_.join_until else None
    return {
        **{name: getattr(round_, name) for name in names}, "programme": round_.programme_id, "join_until": until,
        **_weights(round_.weights),
    }  # fmt: skip


def from_preset(name: str) -> dict[str, Any]:
    """The form as a preset fills it in; the first one for a name that we do not know."""
    preset = PRESETS.get(name) or next(iter(PRESETS.values()))
    settings = dict(preset.settings)
    return _weights(settings.pop("weights")) | settings


def _weights(given: Mapping[str, int]) -> dict[str, int]:
    return {f"weight_{term}": given.get(term, 0) if given else getattr(Weights(), term) for term in TERMS}


class ReasonForm(forms.Form):
    """Why somebody is left out."""

    use_required_attribute = False
    reason = OneLineField(
        max_length=300, label="Why do you leave them out?", help_text="Only the team of the programme reads it",
        error_messages={"required": "Say why you leave them out"},
    )  # fmt: skip


class BondForm(forms.Form):
    """Two people, by their addresses, who are to be put together or kept apart."""

    use_required_attribute = False

    mentee = forms.EmailField(label="Mentee’s e-mail address", max_length=254)
    mentor = forms.EmailField(label="Mentor’s e-mail address", max_length=254)
    kind = forms.ChoiceField(label="What is to happen?", choices=Bond.Kind.choices, widget=forms.RadioSelect)
    reason = OneLineField(
        max_length=300, label="Reason", required=False,
        help_text="Needed to keep two people apart. Only the team of the programme reads it",
    )  # fmt: skip

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round_

    def clean_mentee(self) -> User:
        return self._person("mentee")

    def clean_mentor(self) -> User:
        return self._person("mentor")

    def _person(self, name: str) -> User:
        """Whoever takes part with this address, proven or not; else whoever has proven it."""
        email = str(self.cleaned_data[name]).lower()
        found = User.objects.filter(email=email, mentoring_rounds__round=self.round).distinct().first()
        if found is not None:
            return found
        try:
            return person_with_address(email)
        except NobodyHasThatAddress:
            raise ValidationError("Nobody with that address takes part in this round") from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == Bond.Kind.FORBID and not data.get("reason", "").strip():
            self.add_error("reason", "Say why the two are kept apart")
        return data


class PublishForm(forms.Form):
    """The team's own words in each letter, and that they looked."""

    use_required_attribute = False
    letter_note = forms.CharField(
        label="Your words in each letter to mentors", required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}), help_text="Leave empty for none. You can change single letters later",
    )  # fmt: skip
