"""The filters of learning, networks and conferences. What is not known of a row counts as maybe and is never hidden."""

from calendar import month_name
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, F, IntegerField, Q, Value, When

from careers.browsing import skills_named
from careers.forms.words import words_field
from careers.frame import Frame
from careers.models import CostBand, LearningKind, LearningStatus
from careers.models.eligibility import ANOTHER_AREA, NO_BAND, NO_REGISTRATION, Applicant, Condition, in_words
from common.forms import styled
from common.lists import ListForm, Sort
from common.vocabulary import Background, Band, EmployerKind, Nation, Profession

_CHEAPEST_FIRST = Case(
    *(When(cost_band=cost, then=Value(place)) for place, cost in enumerate(CostBand.values)),
    output_field=IntegerField(),
)
_FIRST_MONTH = Case(
    *(When(usual_month__icontains=month_name[month], then=Value(month)) for month in range(1, 13)),
    default=Value(13),
    output_field=IntegerField(),
)
_BY_NAME = Sort("Name, A to Z", ("name", "pk"))
_BY_COST = Sort("Free first", (_CHEAPEST_FIRST, "name", "pk"))
_BY_DATE = Sort("Last checked first", (F("last_checked").desc(nulls_last=True), "name", "pk"))


def _cost_field() -> forms.MultipleChoiceField:
    field = forms.MultipleChoiceField(
        required=False, label="Cost", choices=CostBand.choices, widget=forms.CheckboxSelectMultiple
    )
    return styled(field, small=True)


class OutsideFilters(ListForm):
    """Filters of facts about the world outside. Rows that fit for sure come first, then those that may fit."""

    sure = forms.BooleanField(required=False, label="Leave out what may fit but is not known")

    def __init__(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.order_fields([name for name in self.fields if name not in ("sure", "sort")])

    def conditions(self) -> Iterator[Condition]:
        """What was asked for and may be unknown of a row."""
        yield from ()

    def narrow(self, rows: Any) -> Any:
        rows = rows.meeting(self.conditions())
        if words := self.given("q"):
            rows = rows.with_words(words)
        return rows.filter(is_known=True) if self.given("sure") else rows

    def arrange(self, rows: Any) -> Any:
        return rows.order_by("-is_known", *self.sorts[self.sort].order_by)

    def cost_condition(self) -> Iterator[Condition]:
        if costs := self.given("cost"):
            yield in_words("cost", "the cost", "cost_band", costs, CostBand.UNKNOWN)


class LearningFilters(OutsideFilters):
    sorts: ClassVar = {
        "name": _BY_NAME,
        "-name": Sort("Name, Z to A", ("-name", "-pk")),
        "kind": Sort("Kind", ("kind", "name", "pk")),
        "cost": _BY_COST,
        "checked": _BY_DATE,
    }

    q = words_field("Words in the name, provider or description")
    kind = styled(
        forms.MultipleChoiceField(
            required=False, label="Kind", choices=LearningKind.choices, widget=forms.CheckboxSelectMultiple
        ),
        small=True,
    )
    skill = forms.CharField(
        required=False,
        max_length=100,
        label="Teaches a skill",
        help_text="Part of its name will do",
        error_messages={"max_length": "The skill must be 100 characters or fewer. We left this filter out."},
    )
    background = forms.ChoiceField(
        required=False, label="Open to my background", choices=[("", "Any background"), *Background.choices]
    )
    band = forms.ChoiceField(
        required=False, label="My band", choices=[("", "Any band"), (NO_BAND, "I have no band"), *Band.choices]
    )
    nation = forms.ChoiceField(required=False, label="Where I work", choices=[("", "Any nation"), *Nation.choices])
    area = forms.ChoiceField(required=False, label="My area")
    employer = forms.ChoiceField(
        required=False, label="My employer", choices=[("", "Any employer"), *EmployerKind.choices]
    )
    profession = forms.ChoiceField(
        required=False,
        label="My registration",
        choices=[("", "Any registration"), (NO_REGISTRATION, "I have none"), *Profession.choices],
    )
    cost = _cost_field()
    status = forms.ChoiceField(required=False, label="Open now", choices=[("", "Any"), *LearningStatus.choices])

    def __init__(self, data: Mapping[str, Any], *, frame: Frame, areas: list[str], **kwargs: Any) -> None:
        """``areas``: every area that some course is limited to."""
        super().__init__(data, **kwargs)
        self.frame = frame
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            ("", "Any area"),
            *((area, area) for area in areas),
            (ANOTHER_AREA, "Somewhere else"),
        ]
        self.skills: tuple[int, ...] | None = None

    def clean_skill(self) -> str:
        text: str = self.cleaned_data["skill"]
        if text:
            self.skills = skills_named(self.frame, text) or None
            if self.skills is None:
                raise ValidationError(f"No skill has “{text}” in its name. We left this filter out.")
        return text

    def words_for(self, name: str, value: Any) -> str:
        if name == "skill" and self.skills and len(self.skills) == 1:
            return self.frame.skills.names[self.skills[0]]
        return super().words_for(name, value)

    def conditions(self) -> Iterator[Condition]:
        yield from Applicant(
            background=self.given("background") or "",
            band=self.given("band") or "",
            profession=self.given("profession") or "",
            nation=self.given("nation") or "",
            area=self.given("area") or "",
            employer_kind=self.given("employer") or "",
        ).conditions()
        yield from self.cost_condition()
        if status := self.given("status"):
            yield in_words("status", "whether it is open now", "status", [status], LearningStatus.UNKNOWN)

    def narrow(self, rows: Any) -> Any:
        rows = super().narrow(rows)
        if kinds := self.given("kind"):
            rows = rows.filter(kind__in=kinds)
        if self.given("skill") and self.skills:
            rows = rows.teaching(self.frame.skills.ids[skill] for skill in self.skills)
        return rows


class NetworkFilters(OutsideFilters):
    sorts: ClassVar = {"name": _BY_NAME, "cost": _BY_COST, "checked": _BY_DATE}

    q = words_field("Words in the name, organiser or description")
    background = forms.ChoiceField(
        required=False, label="For my background", choices=[("", "Any background"), *Background.choices]
    )
    family = forms.ChoiceField(required=False, label="Close to a family of roles")
    cost = _cost_field()

    def __init__(self, data: Mapping[str, Any], *, frame: Frame, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        families = sorted(zip(frame.families.slugs, frame.families.names, strict=True), key=lambda family: family[1])
        self.fields["family"].choices = [("", "Any family"), *families]  # type: ignore[attr-defined]

    def conditions(self) -> Iterator[Condition]:
        yield from Applicant(background=self.given("background") or "").conditions()
        yield from self.cost_condition()

    def narrow(self, rows: Any) -> Any:
        rows = super().narrow(rows)
        family = self.given("family")
        return rows.filter(families__slug=family) if family else rows


class ConferenceFilters(OutsideFilters):
    sorts: ClassVar = {
        "month": Sort("Month of the year", (_FIRST_MONTH, "name", "pk")),
        "name": _BY_NAME,
        "cost": _BY_COST,
        "checked": _BY_DATE,
    }

    q = words_field("Words in the name, place or description")
    month = forms.ChoiceField(
        required=False,
        label="Usual month",
        choices=[("", "Any month"), *((str(month), month_name[month]) for month in range(1, 13))],
    )
    cost = _cost_field()

    def conditions(self) -> Iterator[Condition]:
        if month := self.given("month"):
            nobody_knows = Q(usual_month="")
            named = Q(usual_month__icontains=month_name[int(month)])
            yield Condition("month", "the month", named | nobody_knows, nobody_knows)
        yield from self.cost_condition()
