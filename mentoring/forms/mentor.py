"""What a mentor offers, filled in from their job so that they only strike out."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from careers.posts import Posts
from common.dates import DateField
from common.forms import OneLineField, styled
from common.vocabulary import SkillLevel
from mentoring.forms.levels import level_field, levels_meant
from mentoring.forms.taking_part import TakesPartForm, initial_of, number_field, text_field
from mentoring.models import Mentor
from mentoring.models.people import MOST_PLACES
from mentoring.people.keeping import MOST_EARLIER

NOT_THIS = ("", "Not this one")
LONGEST_PAUSE = timedelta(days=366)


def _level(skill: str, given: int | None) -> dict[str, forms.ChoiceField]:
    """The level at which a mentor helps with a skill."""
    field = forms.TypedChoiceField(
        label=skill, required=False, coerce=int, empty_value=None, initial=given or SkillLevel.WORKING,
        choices=[NOT_THIS, *((str(level.value), level.label) for level in SkillLevel)],
        error_messages={"invalid_choice": "Choose a level, or “Not this one”"},
    )  # fmt: skip
    return {"level": field}


class MentorForm(TakesPartForm):
    """Everything in one page; what is known already stands in it."""

    row_fields = staticmethod(_level)

    job = forms.CharField(required=False, widget=forms.HiddenInput)  # slug of the level held now
    earlier = styled(
        forms.MultipleChoiceField(
            label="Jobs you held before", required=False, widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Untick what is no job in our catalogue"},
        ),
        small=True,
    )  # fmt: skip
    add_earlier = level_field("Add a job you held before", "Write its name, then press “Add”.")
    helps_with = text_field(
        "What do you like to help with?", "A few sentences in your own words. People who look for a mentor read them."
    )
    places = number_field("How many people at the same time?", "Counting those you mentor already.", 1, MOST_PLACES)
    hours_a_month = number_field("How many hours a month in all?", "About one hour a person is usual.", 1, 40)
    meeting_link = forms.URLField(
        label="Link for online meetings", required=False, max_length=500, assume_scheme="https",
        help_text="Only the people you mentor see it.",
        error_messages={"invalid": "Enter the whole address, such as https://teams.example.com/kim"},
    )  # fmt: skip
    training = OneLineField(
        label="Mentor training you had", required=False, max_length=200,
        help_text="Such as: one-day course at my trust. None is needed.",
        error_messages={"max_length": "Shorten this to at most 200 characters"},
    )  # fmt: skip
    trained_on = DateField(label="When was that?", required=False)
    is_listed = forms.BooleanField(
        label="Show me in the directory of mentors", required=False,
        help_text="People who are signed in find and ask you there. Otherwise only programmes match you.",
    )  # fmt: skip

    defaults: ClassVar = {"places": "1", "hours_a_month": "1", "remote": True, "is_listed": True}

    def __init__(self, data: Any = None, *, posts: Posts, earlier: Sequence[str], today: date, **kwargs: Any) -> None:
        """``earlier``: slugs of the levels held before, as far as known."""
        super().__init__(data, frame=posts.frame, **kwargs)
        self.posts, self.today = posts, today
        slugs = self._earlier_sent() if self.is_bound else list(earlier)
        self.initial.setdefault("earlier", slugs)
        self._offer_earlier(slugs)

    def _earlier_sent(self) -> list[str]:
        return [slug for slug in dict.fromkeys(self.data.getlist("earlier")) if slug in self.frame.levels.index]

    def _offer_earlier(self, slugs: Sequence[str]) -> None:
        named = [(slug, self.posts.level[self.frame.levels.index[slug]].name) for slug in slugs]
        self.fields["earlier"].choices = named  # type: ignore[attr-defined]

    @property
    def skill_fields(self) -> list[forms.BoundField]:
        return [self[f"level-{slug}"] for slug in self.rows]

    @property
    def skills(self) -> dict[int, int]:
        """Level by id of the skill, of a valid form."""
        return {self.skill_id(slug): level for slug in self.rows if (level := self.cleaned_data[f"level-{slug}"])}

    def clean_job(self) -> str:
        """A job that has left the catalogue meanwhile is no job."""
        slug = self.cleaned_data["job"]
        return slug if slug in self.frame.levels.index else ""

    def clean_trained_on(self) -> date | None:
        day: date | None = self.cleaned_data["trained_on"]
        if day and day > self.today:
            raise forms.ValidationError("Enter a day that has been")
        return day

    def clean_add_earlier(self) -> str:
        text = self.cleaned_data["add_earlier"]
        if not text and self.data.get("add") == "earlier":
            raise forms.ValidationError("Write the name of a job, then press “Add”")
        if not text:
            return ""
        meant = levels_meant(self.posts, text)
        if not meant:
            raise forms.ValidationError(f"We do not know a job called “{text[:60]}”. Try a plainer name")
        if len(meant) > 1:
            names = "”, “".join(post.name for post in meant[:6])
            raise forms.ValidationError(f"That may be several. Write one of them: “{names}”")
        return self.frame.levels.slugs[meant[0].index]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if slug := data.get("add_earlier"):
            held = [*dict.fromkeys([*data.get("earlier", ()), slug])]
            if len(held) > MOST_EARLIER:
                self.add_error("add_earlier", f"{MOST_EARLIER} jobs are enough. Untick one first")
                return data
            self.has_grown = True
            self.data = self.data.copy()
            self.data["add_earlier"] = ""
            self.data.setlist("earlier", held)
            self._offer_earlier(held)
        return data

    def offered(self) -> dict[str, Any]:
        """The fields of a Mentor, of a valid form."""
        data = self.cleaned_data
        own = (
            "helps_with", "places", "hours_a_month", "meeting_link", "training", "trained_on", "is_listed",
        )  # fmt: skip
        return self.both_sides() | {name: data[name] for name in own}


def initial_mentor(mentor: Mentor, region: str) -> dict[str, Any]:
    """What the form shows of a mentor."""
    own = ("helps_with", "places", "hours_a_month", "meeting_link", "training", "trained_on", "is_listed")
    return initial_of(mentor, region) | {name: getattr(mentor, name) for name in own}


def default_mentor(region: str) -> Mapping[str, Any]:
    """What the form shows to somebody who is no mentor yet."""
    return {**MentorForm.defaults, "region": region, "formats": ["ONGOING", "ONE_OFF"]}


class PauseForm(forms.Form):
    """The last day of a pause."""

    until = DateField(label="Until when?", help_text="The last day, such as 31 8 2027", error_messages={
        "required": "Enter the last day of your pause"})  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if day < self.today:
            raise forms.ValidationError("Enter a day from today on")
        if day > self.today + LONGEST_PAUSE:
            raise forms.ValidationError("A pause may last a year. Enter an earlier day, or stop being a mentor")
        return day
