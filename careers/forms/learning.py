"""The filters of learning, networks and conferences. What is not known of a row counts as maybe and is never hidden."""

from calendar import month_name
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Lower

from careers.forms.words import words_field
from careers.frame import Frame
from careers.models import CostBand, LearningKind, LearningStatus
from careers.models.eligibility import ANOTHER_AREA, NO_BAND, NO_REGISTRATION, Applicant, Condition, in_words
from careers.roles.browsing import skills_named
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
_NAME = Lower("name")
_BY_NAME = Sort("Name, A to Z", (_NAME, "pk"))
_BY_COST = Sort("Free first", (_CHEAPEST_FIRST, _NAME, "pk"))
_BY_DATE = Sort("Last checked first", (F("last_checked").desc(nulls_last=True), _NAME, "pk"))


# What people may choose as cost → the costs that fit.
_COSTS = {
    CostBand.FREE: [CostBand.FREE],
    CostBand.FUNDED: [CostBand.FREE, CostBand.FUNDED],
    CostBand.PAID: [CostBand.PAID],
    CostBand.UNKNOWN: [CostBand.UNKNOWN],
}


def _cost_field() -> forms.ChoiceField:
    choices = [
        ("", "Any cost"),
        (CostBand.FREE, "Free"),
        (CostBand.FUNDED, "Free, or someone else pays"),
        (CostBand.PAID, "Paid"),
        (CostBand.UNKNOWN, "Cost not known"),
    ]
    return forms.ChoiceField(required=False, label="Cost", choices=choices)


class OutsideFilters(ListForm):
    """Filters of facts about the world outside. The more is known to fit, the earlier a row comes."""

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
        return rows.filter(unknowns=0) if self.given("sure") else rows

    def arrange(self, rows: Any) -> Any:
        return rows.order_by("unknowns", *self.sorts[self.sort].order_by)

    def cost_condition(self) -> Iterator[Condition]:
        if cost := self.given("cost"):
            yield in_words("cost", "the cost", "cost_band", _COSTS[cost], CostBand.UNKNOWN)


class LearningFilters(OutsideFilters):
    sorts: ClassVar = {
        "name": _BY_NAME,
        "-name": Sort("Name, Z to A", (_NAME.desc(), "-pk")),
        "kind": Sort("Kind", ("kind", _NAME, "pk")),
        "cost": _BY_COST,
        "checked": _BY_DATE,
    }

    q = words_field("In the name, provider or description")
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
    kind = forms.ChoiceField(required=False, label="Kind", choices=[("", "Any kind"), *LearningKind.choices])
    skill = forms.CharField(
        required=False,
        max_length=100,
        label="Teaches a skill",
        help_text="Part of its name will do",
        error_messages={"max_length": "The skill must be 100 characters or fewer. We left this filter out."},
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
        if kind := self.given("kind"):
            rows = rows.filter(kind=kind)
        if self.given("skill") and self.skills:
            rows = rows.teaching(self.frame.skills.ids[skill] for skill in self.skills)
        return rows


class NetworkFilters(OutsideFilters):
    sorts: ClassVar = {"name": _BY_NAME, "cost": _BY_COST, "checked": _BY_DATE}

    q = words_field("In the name, organiser or description")
    background = forms.ChoiceField(
        required=False, label="For my background", choices=[("", "Any background"), *Background.choices]
    )
    family = forms.ChoiceField(required=False, label="Close to a family of roles")
    cost = _cost_field()

    def __init__(self, data: Mapping[str, Any], *, frame: Frame, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        families = sorted(
            zip(frame.families.slugs, frame.families.names, strict=True), key=lambda family: family[1].casefold()
        )
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
        "month": Sort("Month of the year", (_FIRST_MONTH, _NAME, "pk")),
        "name": _BY_NAME,
        "cost": _BY_COST,
        "checked": _BY_DATE,
    }

    q = words_field("In the name, place or description")
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
