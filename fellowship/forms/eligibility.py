"""Forms for the rules of a check, its signposts, and the numbers that come of it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from accounts.models import Programme
from careers.models import Learning
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from fellowship.calls.counting import Campaign
from fellowship.calls.eligibility import YES_OR_NO, choices_of
from fellowship.models import EligibilityRule, Signpost

Subject = EligibilityRule.Subject

# How a question about a subject is usually asked, and what people are told whose answer is not fine.
USUAL: Mapping[str, tuple[str, str]] = {
    Subject.BACKGROUND: ("What is your background?", "This programme is for people with another background."),
    Subject.BAND: ("What is your pay band?", "This programme is for people at other pay bands."),
    Subject.EMPLOYER: ("What kind of organisation do you work for?", "It is open to other kinds of employer only."),
    Subject.REGION: ("Where do you work?", "It is open to people who work in other parts of the UK."),
    Subject.DATES: (
        "Can you be there on all the mandatory days?", "Everybody needs to be there on the mandatory days.",
    ),
    Subject.PROJECT: (
        "Do you lead a digital project now, or are you much involved in one?",
        "The year is built round a digital project that you work on.",
    ),
    Subject.SPONSOR: (
        "Does your employer agree to the time it takes?", "Your employer needs to agree to the time before you apply.",
    ),
}  # fmt: skip


class RuleForm(forms.Form):
    """One question of the check. ``subject`` says which answers there are."""

    use_required_attribute = False

    question = OneLineField(max_length=300, label="Question", help_text="As you would ask it face to face.")
    help = OneLineField(
        max_length=300, required=False, label="Help below it", help_text="Such as what counts as a digital project."
    )
    accepted: Any = forms.MultipleChoiceField(
        label="Answers that are fine", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one answer that is fine"},
    )  # fmt: skip
    otherwise = styled(
        forms.ChoiceField(
            label="All others are told", choices=EligibilityRule.Otherwise.choices, widget=forms.RadioSelect,
            error_messages={"required": "Choose what all others are told"},
        ),
        hints={"NO": "It is not for them.", "NOT_YET": "It may be for them later, when something has changed."},
    )  # fmt: skip
    reason = OneLineField(
        max_length=500, label="The reason they read", help_text="A kind, exact sentence that says what is asked for."
    )

    def __init__(self, *args: Any, subject: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        choices = choices_of(subject)
        self.fields["accepted"].choices = choices  # type: ignore[attr-defined]
        self.is_yes_or_no = choices is YES_OR_NO
        if self.is_yes_or_no:
            self.fields["accepted"] = forms.ChoiceField(
                label="The answer that is fine", choices=choices, widget=forms.RadioSelect,
                error_messages={"required": "Choose the answer that is fine"},
            )  # fmt: skip

    def clean_accepted(self) -> list[str]:
        given = self.cleaned_data["accepted"]
        accepted: list[str] = [given] if self.is_yes_or_no else given
        if len(accepted) == len(choices_of(self.subject)):
            raise forms.ValidationError("If every answer is fine, the question is not needed. Leave at least one out.")
        return accepted

    def details(self) -> dict[str, Any]:
        """The fields of the rule."""
        return {**self.cleaned_data, "subject": self.subject}


def initial_rule(rule: EligibilityRule) -> dict[str, Any]:
    """What ``RuleForm`` shows for a rule."""
    names = ("question", "help", "otherwise", "reason")
    is_yes_or_no = choices_of(rule.subject) is YES_OR_NO
    accepted = next(iter(rule.accepted), "") if is_yes_or_no else rule.accepted
    return {name: getattr(rule, name) for name in names} | {"accepted": accepted}


def usual_rule(subject: str) -> dict[str, Any]:
    """What ``RuleForm`` begins with for a subject."""
    question, reason = USUAL.get(subject, ("", ""))
    later = (Subject.DATES, Subject.PROJECT, Subject.SPONSOR)
    return {
        "question": question, "reason": reason, "accepted": "yes" if subject in later else [],
        "otherwise": EligibilityRule.Otherwise.NOT_YET if subject in later else EligibilityRule.Otherwise.NO,
    }  # fmt: skip


class SignpostForm(forms.Form):
    """Where people are sent. The field that its kind needs is asked for; the others are left aside."""

    use_required_attribute = False

    kind = styled(
        forms.ChoiceField(
            label="Where does it lead?", choices=Signpost.Kind.choices, widget=forms.RadioSelect,
            error_messages={"required": "Choose where it leads"},
        ),
        hints={
            "LEARNING": "One course or scheme, or the whole list.",
            "PROGRAMME": "One programme’s page, or the list of programmes. This programme too, for a later cohort.",
            "MENTORING": "The list of mentors.",
            "EVENTS": "The list of events.",
            "SKILLS": "A look at their own skills, and what would help next.",
            "LINK": "Somebody else’s page.",
        },
    )  # fmt: skip
    learning = forms.ModelChoiceField(
        queryset=Learning.objects.none(), required=False, empty_label="The whole list", label="Which learning"
    )
    programme = forms.ModelChoiceField(
        queryset=Programme.objects.none(), required=False, empty_label="The list of programmes",
        label="Which programme", help_text="Programmes whose page everybody may see.",
    )  # fmt: skip
    address = forms.URLField(
        max_length=500, required=False, assume_scheme="https", label="Address of the page elsewhere",
        help_text="For example, https://www.example.org/course",
        error_messages={"invalid": "Enter a whole web address, such as https://www.example.org/course"},
    )  # fmt: skip
    title = OneLineField(max_length=150, label="What it is called", help_text="Such as “Courses about data”.")
    why = OneLineField(
        max_length=300, required=False, label="Why it may suit them",
        help_text="Such as “Learn the basics first, and apply next year.”",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["learning"].queryset = Learning.objects.live().order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["programme"].queryset = Programme.objects.filter(  # type: ignore[attr-defined]
            page__is_public=True
        ).order_by("name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("kind")
        if kind == Signpost.Kind.LINK and not data.get("address") and "address" not in self.errors:
            self.add_error("address", "Enter the address of the page")
        if kind != Signpost.Kind.LEARNING:
            data["learning"] = None
        if kind != Signpost.Kind.PROGRAMME:
            data["programme"] = None
        if kind != Signpost.Kind.LINK:
            data["address"] = ""
            self.errors.pop("address", None)
        return data


def initial_signpost(signpost: Signpost) -> dict[str, Any]:
    """What ``SignpostForm`` shows for a signpost."""
    return {
        name: getattr(signpost, name) for name in ("kind", "learning", "programme", "address", "title", "why")
    }  # fmt: skip


class CampaignFilters(ListForm):
    """Of campaigns, which are counted and not rows."""

    sorts: ClassVar = {
        "-visits": Sort("Visits, most first", ()),
        "-handed_in": Sort("Handed in, most first", ()),
        "-places": Sort("Places, most first", ()),
        "name": Sort("Name, A to Z", ()),
    }
    q = OneLineField(required=False, max_length=60, label="Words in the name")

    def narrow(self, rows: Sequence[Campaign]) -> list[Campaign]:
        words = (self.given("q") or "").casefold().split()
        return [one for one in rows if all(word in one.name.casefold() for word in words)]

    def arrange(self, rows: Sequence[Campaign]) -> list[Campaign]:
        by_name = sorted(rows, key=lambda one: one.name.casefold())
        if self.sort == "name":
            return by_name
        return sorted(by_name, key=lambda one: -getattr(one, self.sort.removeprefix("-")))
