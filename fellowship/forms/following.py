"""Forms of early warning: the list, what is done about a flag, the chart of a programme, a call for help."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from accounts.models import Programme, ProgrammeRole, User
from common.dates import DateField
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from common.words import with_words
from fellowship.early_warning import USUAL, Sign
from fellowship.following.handling import LONGEST_SNOOZE
from fellowship.models import Flag, WarningLevel, WarningRules

SIGN_WORDS: dict[Sign, tuple[str, str]] = {
    Sign.ASKED_FOR_HELP: ("Asked to be spoken to", "requests"),
    Sign.EARLY_TASK: ("First tasks overdue, in the first eight weeks", "tasks"),
    Sign.MISSED_DAY: ("Mandatory sessions missed and not made up for", "sessions"),
    Sign.MISSED_IN_A_ROW: ("Meetings of any kind missed in a row", "meetings"),
    Sign.SILENT: ("Weeks without signing in, coming or writing", "weeks"),
    Sign.TIME_NOT_GIVEN: ("Says that protected time was not given", "answers"),
    Sign.UPDATE_LATE: ("Monthly updates overdue", "updates"),
    Sign.STUCK: ("Milestones overdue", "milestones"),
    Sign.NO_MENTOR: ("Weeks without a mentor since mentors were given", "weeks"),
    Sign.SURVEY_MISSING: ("Questionnaires not answered", "questionnaires"),
}


class StandingFilters(ListForm):
    sorts: ClassVar = {
        "-points": Sort("Points, most first", ("-points", "fellow__user__name", "pk")),
        "name": Sort("Name, A to Z", ("fellow__user__name", "pk")),
        "adviser": Sort("Adviser, A to Z", ("fellow__adviser__name", "-points", "pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name")
    level = forms.ChoiceField(required=False, label="Level", choices=[("", "Any level"), *WarningLevel.choices])
    only = forms.ChoiceField(
        required=False, label="Only",
        choices=[("", "Everybody"), ("FLAG", "With an open flag"), ("UNSEEN", "Nobody has looked yet"),
                 ("LATE", "Overdue"), ("SNOOZED", "Put off")],
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def narrow(self, rows: Any) -> Any:
        if self.given("q"):
            rows = rows.filter(with_words(self.given("q"), ("fellow__user__name", "fellow__user__email")))
        if self.given("level"):
            rows = rows.filter(level=self.given("level"))
        if self.given("only"):
            flags = Flag.objects.filter(ended_at=None)
            narrowed = {
                "FLAG": flags, "UNSEEN": flags.filter(seen_at=None), "LATE": flags.filter(due_on__lt=self.today),
                "SNOOZED": flags.filter(snoozed_until__gt=self.today),
            }  # fmt: skip
            rows = rows.filter(fellow__in=narrowed[self.given("only")].values("fellow"))
        return rows


class NoteForm(forms.Form):
    text = forms.CharField(
        max_length=1_000, label="Note", widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the note", "max_length": "Shorten this to at most 1,000 characters"},
    )  # fmt: skip


class SnoozeForm(forms.Form):
    until = DateField(
        label="Until", help_text=f"{LONGEST_SNOOZE} days at most. It comes back earlier if it gets worse.",
        error_messages={"required": "Enter a day"},
    )  # fmt: skip
    why = OneLineField(
        max_length=300, label="Why", help_text="For example, “Back from sick leave on Monday, we talk then.”",
        error_messages={"required": "Say why. Who looks at it next needs to know."},
    )  # fmt: skip


class GiveForm(forms.Form):
    to: Any = forms.ModelChoiceField(
        queryset=None, label="To whom", empty_label="Choose somebody", error_messages={"required": "Choose somebody"}
    )
    due_on = DateField(label="Settled by", error_messages={"required": "Enter a day"})

    def __init__(self, *args: Any, programme: Programme, fellow: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = ProgrammeRole.Role
        team = ProgrammeRole.objects.filter(programme=programme, role__in=(role.OWNER, role.ADMIN, role.ADVISER))
        people = User.objects.filter(pk__in=team.values("user"), is_active=True).exclude(pk=fellow.pk)
        self.fields["to"].queryset = people.order_by("name", "pk")  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    what_was_done = forms.CharField(
        max_length=2_000, label="What was done", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A sentence or two. The team reads it; the fellow can see it in their download.",
        error_messages={
            "required": "Say what was done, in a sentence or two",
            "max_length": "Shorten this to at most 2,000 characters",
        },
    )  # fmt: skip
    helped = forms.ChoiceField(
        label="Did it help?", choices=Flag.Helped.choices, widget=forms.RadioSelect, initial=Flag.Helped.TOO_EARLY,
        error_messages={"required": "Choose whether it helped"},
    )  # fmt: skip


class HelpedForm(forms.Form):
    helped = forms.ChoiceField(
        label="Did it help?", choices=Flag.Helped.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it helped"},
    )  # fmt: skip


class HelpForm(forms.Form):
    text = forms.CharField(
        required=False, max_length=1_000, label="What is it about?", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="You need not say. Your adviser reads it, and the programme’s admins may.",
        error_messages={"max_length": "Shorten this to at most 1,000 characters"},
    )  # fmt: skip


class RulesForm(forms.Form):
    """The chart of a programme: levels, and for each sign whether, from how many on, and with how many points."""

    use_required_attribute = False

    def __init__(self, *args: Any, rules: WarningRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("low", "medium", "high", "critical"):
            self.fields[name] = _number(f"{name.capitalize()} from", 1, 99, getattr(rules, name), "points")
        for sign, (words, unit) in SIGN_WORDS.items():
            usual = USUAL[sign]
            self.fields[f"on_{sign}"] = forms.BooleanField(label=words, required=False, initial=sign not in rules.off)
            self.fields[f"first_{sign}"] = _number(
                f"{words}: counts from", 1, 52, rules.firsts.get(sign, usual.first), unit
            )
            self.fields[f"points_{sign}"] = _number(
                f"{words}: begins with", 1, 20, rules.points.get(sign, usual.points), "points"
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        names = ("low", "medium", "high", "critical")
        values = [data.get(name) for name in names]
        for before, name, after in zip(names, names[1:], range(1, 4), strict=False):
            low, high = values[after - 1], values[after]
            if low is not None and high is not None and high <= low:
                self.add_error(name, f"This must be more than {before} ({low})")
        return data

    def signs(self) -> list[tuple[Any, Any, Any]]:
        """For the page: the three fields of each sign."""
        return [(self[f"on_{sign}"], self[f"first_{sign}"], self[f"points_{sign}"]) for sign in SIGN_WORDS]

    def levels(self) -> list[Any]:
        return [self[name] for name in ("low", "medium", "high", "critical")]


def _number(label: str, least: int, most: int, initial: int, unit: str) -> forms.IntegerField:
    wrong = f"Enter a whole number from {least} to {most}"
    return styled(
        forms.IntegerField(
            label=label, min_value=least, max_value=most, initial=initial,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        ),
        width=2, suffix=unit,
    )  # fmt: skip
