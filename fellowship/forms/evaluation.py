"""Forms of the evaluation: questionnaires, when a cohort is asked, and the pages that fellows answer."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from accounts.models import Programme, User
from careers.models import Skill
from common.dates import DateField
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from fellowship.evaluating.answering import MOST_OUTSIDE
from fellowship.models import Aim, Cohort, Connection, Instrument, Item, Wave
from fellowship.models.evaluation import HIGHEST

_POINTS = {1: "Strongly disagree", 2: "Disagree", 3: "Neither", 4: "Agree", HIGHEST: "Strongly agree"}
_LEVELS = ("None yet", "Awareness", "Working", "Practitioner", "Expert")
_SKIP = ("", "I would rather not say")


class InstrumentFilters(ListForm):
    sorts: ClassVar = {
        "name": Sort("Name, A to Z", ("is_retired", "name", "pk")),
        "-name": Sort("Name, Z to A", ("is_retired", "-name", "-pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name")
    programme = forms.ChoiceField(required=False, label="Programme")

    def __init__(self, data: Mapping[str, Any], *, programmes: Sequence[Programme], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["programme"].choices = [  # type: ignore[attr-defined]
            ("", "Any programme"), *((one.slug, one.name) for one in programmes)
        ]  # fmt: skip

    def narrow(self, rows: Any) -> Any:
        if self.given("q"):
            rows = rows.filter(name__icontains=self.given("q"))
        return rows.filter(programme__slug=self.given("programme")) if self.given("programme") else rows


class WrittenFilters(ListForm):
    sorts: ClassVar = {
        "question": Sort("Question", ("item__position", "item", "text", "pk")),
        "time": Sort("Time, latest first", ("-response__wave__opens_on", "item__position", "item", "text", "pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the answer")
    question = forms.ChoiceField(required=False, label="Question")
    time = forms.ChoiceField(required=False, label="Time", choices=[("", "Any time"), *Wave.Moment.choices])
    quote = forms.ChoiceField(
        required=False, label="Quote",
        choices=[("", "Any"), ("may", "May be quoted"), ("chosen", "Chosen"), ("not", "Not to be quoted")],
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any], *, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        asked = Item.objects.filter(kind=Item.Kind.TEXT, instrument__waves__cohort=cohort).distinct()
        self.fields["question"].choices = [  # type: ignore[attr-defined]
            ("", "Any question"), *((str(item.uuid), item.text) for item in asked)
        ]  # fmt: skip

    def narrow(self, rows: Any) -> Any:
        if self.given("q"):
            rows = rows.filter(text__icontains=self.given("q"))
        if self.given("question"):
            rows = rows.filter(item__uuid=self.given("question"))
        if self.given("time"):
            rows = rows.filter(response__wave__moment=self.given("time"))
        wanted = {"may": {"response__may_quote": True}, "chosen": {"is_quoted": True, "response__may_quote": True},
                  "not": {"response__may_quote": False}}  # fmt: skip
        return rows.filter(**wanted[self.given("quote")]) if self.given("quote") else rows


class InstrumentForm(forms.Form):
    """A questionnaire. ``programmes``: those that the person runs, for a new one; without it its own stays."""

    use_required_attribute = False

    programme: Any = forms.ModelChoiceField(queryset=None, label="Programme", empty_label=None)
    name = OneLineField(
        max_length=150, label="Name", help_text="Only the team sees it.", error_messages={"required": "Enter a name"}
    )
    intro = forms.CharField(
        max_length=2_000, required=False, label="What people read first", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The page says by itself how long it takes and who sees the answers.",
    )  # fmt: skip
    usual = forms.BooleanField(
        required=False, initial=True, label="Begin with 15 usual questions, five for each aim",
        help_text="You can change and take out each of them.",
    )  # fmt: skip

    def __init__(self, *args: Any, programmes: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if programmes is None:
            del self.fields["programme"], self.fields["usual"]
        else:
            self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    """One statement or question."""

    use_required_attribute = False

    text = OneLineField(
        max_length=300, label="Statement or question",
        help_text="For example, “I know whom to ask when I am stuck.” One thought in each.",
        error_messages={"required": "Enter the statement or question"},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="How people answer", choices=Item.Kind.choices, widget=forms.RadioSelect, initial=Item.Kind.SCALE,
        error_messages={"required": "Choose how people answer"},
    )  # fmt: skip
    aim = forms.ChoiceField(
        label="Aim", choices=Aim.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose the aim that it measures"},
    )  # fmt: skip
    is_reversed = forms.BooleanField(
        required=False, label="Agreeing means less of the aim",
        help_text="Such as “I am alone with my ideas.” The points are turned round when they are counted.",
    )  # fmt: skip


class PlanForm(forms.Form):
    """Which questionnaire a cohort is asked with at the five usual times."""

    instrument: Any = forms.ModelChoiceField(queryset=None, label="Questionnaire", empty_label=None)

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"].queryset = instruments_of(cohort)  # type: ignore[attr-defined]


class WaveForm(forms.Form):
    """One time at which a cohort is asked."""

    use_required_attribute = False

    instrument: Any = forms.ModelChoiceField(queryset=None, label="Questionnaire", empty_label=None)
    opens_on = DateField(label="First day", help_text="For example, 11 1 2027.")
    closes_on = DateField(label="Last day", help_text="Results are shown from the day after.")
    asks_skills = forms.BooleanField(required=False, label="Ask for the cohort’s skills")
    asks_connections = forms.BooleanField(required=False, label="Ask whom people know")

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = Instrument.objects.filter(pk=wave.instrument_id)
        self.fields["instrument"].queryset = (  # type: ignore[attr-defined]
            instruments_of(wave.cohort) | kept
        ).distinct()


class SkillForm(forms.Form):
    """One more skill that the cohort is about."""

    skill: Any = forms.ModelChoiceField(
        queryset=None, label="Skill", empty_label="Choose a skill", error_messages={"required": "Choose a skill"}
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = Skill.objects.live().exclude(pk__in=cohort.skills.values("skill")).order_by("name")
        self.fields["skill"].queryset = left  # type: ignore[attr-defined]


def instruments_of(cohort: Cohort) -> Any:
    """The questionnaires that a cohort may be asked with."""
    return Instrument.objects.filter(programme=cohort.programme_id, is_retired=False)


class ItemsForm(forms.Form):
    """One page of items. ``given``: what was answered before, by item."""

    def __init__(self, *args: Any, items: Sequence[Item], given: Mapping[int, int | str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {f"item_{item.pk}": item for item in items}
        for name, item in self.items.items():
            if item.kind == Item.Kind.SCALE:
                self.fields[name] = styled(
                    forms.TypedChoiceField(
                        label=item.text, required=False, coerce=int, empty_value=None, widget=forms.RadioSelect,
                        choices=[*_POINTS.items(), _SKIP], initial=given.get(item.pk, ""),
                        error_messages={"invalid_choice": "Choose one of the answers"},
                    ),
                    small=True, optional=False,
                )  # fmt: skip
            else:
                self.fields[name] = forms.CharField(
                    label=item.text, required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}),
                    initial=given.get(item.pk, ""), help_text="Name nobody who would not want it.",
                    error_messages={"max_length": "Shorten this to at most 2,000 characters"},
                )  # fmt: skip

    def answers(self) -> dict[Item, int | str | None]:
        """By item: points, words, or None."""
        return {item: self.cleaned_data[name] for name, item in self.items.items()}


class SkillsForm(forms.Form):
    """The levels of the cohort's skills, as the person sees them."""

    def __init__(self, *args: Any, skills: Mapping[int, str], given: Mapping[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skills = {f"skill_{pk}": pk for pk in skills}
        for name, pk in self.skills.items():
            self.fields[name] = styled(
                forms.TypedChoiceField(
                    label=skills[pk], required=False, coerce=int, empty_value=None, widget=forms.RadioSelect,
                    choices=[*enumerate(_LEVELS), _SKIP], initial=given.get(pk, ""),
                    error_messages={"invalid_choice": "Choose one of the levels"},
                ),
                small=True, optional=False,
            )  # fmt: skip

    def levels(self) -> dict[int, int | None]:
        """By the id of the skill: 0 to 4, or None."""
        return {pk: self.cleaned_data[name] for name, pk in self.skills.items()}


class ConnectionsForm(forms.Form):
    """Whom the person knows in the cohort, and in which organisations outside it."""

    def __init__(
        self, *args: Any, people: Sequence[User], given: Mapping[int, str], outside: Sequence[tuple[str, int]],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.people = {f"person_{one.pk}": one.pk for one in people}
        for one in people:
            self.fields[f"person_{one.pk}"] = styled(
                forms.ChoiceField(
                    label=str(one), required=False, widget=forms.RadioSelect,
                    choices=[("", "We do not know each other yet"), *Connection.Strength.choices],
                    initial=given.get(one.pk, ""), error_messages={"invalid_choice": "Choose one of the answers"},
                ),
                small=True, inline=True, optional=False,
            )  # fmt: skip
        rows = min(MOST_OUTSIDE, max(3, len(outside) + 2))
        for number in range(rows):
            name, count = outside[number] if number < len(outside) else ("", None)
            self.fields[f"organisation_{number}"] = OneLineField(
                label=f"Organisation {number + 1}", required=False, max_length=150, initial=name,
                error_messages={"max_length": "Shorten this to at most 150 characters"},
            )  # fmt: skip
            wrong = "Enter a whole number from 1 to 500"
            self.fields[f"count_{number}"] = styled(
                forms.IntegerField(
                    label=f"People there whom you could ring ({number + 1})", required=False, min_value=1,
                    max_value=500, initial=count, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                    error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
                ),
                width=3,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in self._rows():
            name, count = data.get(f"organisation_{number}"), data.get(f"count_{number}")
            if name and count is None and f"count_{number}" not in self.errors:
                self.add_error(f"count_{number}", "Enter how many people there you could ring")
            if count is not None and not name and f"organisation_{number}" not in self.errors:
                self.add_error(f"organisation_{number}", "Enter the organisation")
        return data

    def strengths(self) -> dict[int, str]:
        """By the id of the person: how well, or no word."""
        return {pk: self.cleaned_data[name] for name, pk in self.people.items()}

    def outside(self) -> list[tuple[str, int]]:
        """Organisations with how many people there."""
        return [
            (self.cleaned_data[f"organisation_{number}"], self.cleaned_data[f"count_{number}"])
            for number in self._rows() if self.cleaned_data[f"organisation_{number}"]
        ]  # fmt: skip

    def _rows(self) -> range:
        return range(sum(name.startswith("organisation_") for name in self.fields))


class HandInForm(forms.Form):
    may_quote = forms.BooleanField(
        required=False, label="What I wrote may be quoted in reports, without my name",
        help_text="Leave it empty, and only the programme’s team reads it, without your name.",
    )  # fmt: skip
