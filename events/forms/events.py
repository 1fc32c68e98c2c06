"""What organisers say about an event."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.boundfield import BoundField

from accounts.models import Programme
from careers.models import Family, Skill
from common.dates import DateField
from common.forms import OneLineField, styled
from common.times import TimeOfDayField
from events.local_time import TimeDoesNotExist, local, moment_of
from events.models import Event
from events.organising import DETAILS
from events.when_and_where import PlaceForm, WhenForm, link_field

NO_PROGRAMME = "The site itself"
PARTS = (
    ("What it is", ("title", "summary", "description", "kind", "programme")),
    ("When", ("starts_on", "starts_time", "ends_time", "ends_on", "zone")),
    ("Where", ("mode", "town", "place", "online_link")),
    ("Booking", (
        "audience", "capacity", "opens_on", "opens_time", "closes_on", "closes_time", "external_link",
    )),
    ("How people find it", ("families", "skills")),
)  # fmt: skip
MOST_SKILLS = 20


class DetailsForm(forms.Form):
    """Everything but time and place. ``details`` are the fields of ``organising.DETAILS``."""

    title = OneLineField(label="Title", max_length=150, error_messages={"required": "Enter a title"})
    summary = OneLineField(
        label="In one or two sentences", max_length=300, help_text="Shown in lists and calendars",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say in one or two sentences what it is about"},
    )  # fmt: skip
    description = forms.CharField(
        label="All about it", required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text="The programme, the speakers, what to bring. A line that begins with “- ” becomes a list.",
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Choose a kind"), *Event.Kind.choices],
        error_messages={"required": "Choose a kind"},
    )  # fmt: skip
    programme = forms.ModelChoiceField(
        label="Programme", queryset=Programme.objects.none(), empty_label=NO_PROGRAMME,
        error_messages={"required": "Choose the programme that runs it"},
    )  # fmt: skip
    audience = styled(
        forms.ChoiceField(
            label="Who may book", choices=Event.Audience.choices, widget=forms.RadioSelect,
            initial=Event.Audience.OPEN,
        ),
        hints={Event.Audience.INVITED: "Only people you invite see it and can book it."},
    )  # fmt: skip
    capacity = styled(
        forms.IntegerField(
            label="Places", required=False, min_value=1, max_value=100_000, help_text="Leave empty for no limit"
        ),
        width=5,
    )
    opens_on = DateField(
        label="Booking opens on", required=False, help_text="Leave empty for as soon as it is published"
    )
    opens_time = TimeOfDayField(label="Booking opens at", required=False, help_text="09:00 if you leave it empty")
    closes_on = DateField(label="Booking closes on", required=False, help_text="Leave empty for when it starts")
    closes_time = TimeOfDayField(label="Booking closes at", required=False, help_text="17:00 if you leave it empty")
    external_link = link_field(
        label="Web page, if others run it", max_length=500,
        help_text="People then book there, and here they can only add it to their calendar.",
    )  # fmt: skip
    families = styled(
        forms.ModelMultipleChoiceField(
            label="Families of roles", required=False, queryset=Family.objects.none(),
            widget=forms.CheckboxSelectMultiple, help_text="People find events by these",
        ),
        small=True,
    )  # fmt: skip
    skills = forms.CharField(
        label="Skills", required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What people can learn, one skill a line, as the list of skills names it",
    )  # fmt: skip

    def __init__(self, *args: Any, programmes: QuerySet[Programme], may_be_of_the_site: bool, **kwargs: Any) -> None:
        """``programmes``: those the organiser may choose from; ``may_be_of_the_site``: or none of them."""
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = programmes
        field.required = not may_be_of_the_site
        field.empty_label = NO_PROGRAMME if may_be_of_the_site else "Choose a programme"
        styled(field, optional=False)
        families = self.fields["families"]
        assert isinstance(families, forms.ModelMultipleChoiceField)
        families.queryset = Family.objects.live()

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields in parts, each with a heading; parts that this form has nothing of are left out."""
        parts = [(heading, [self[name] for name in names if name in self.fields]) for heading, names in PARTS]
        return [(heading, fields) for heading, fields in parts if fields]

    def clean_skills(self) -> list[Skill]:
        names = list(dict.fromkeys(line.strip() for line in self.cleaned_data["skills"].splitlines() if line.strip()))
        if len(names) > MOST_SKILLS:
            raise ValidationError(f"Name at most {MOST_SKILLS} skills.")
        return [_skill_called(name) for name in names]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("external_link"):
            # What others run has neither places nor guests here.
            data["capacity"], data["audience"] = None, Event.Audience.OPEN
        return data

    def booking_window(self, starts_at: datetime, zone: str) -> dict[str, datetime | None] | None:
        """When booking opens and closes, in UTC. Adds errors and returns None if that makes no sense."""
        opens = self._edge("opens", time(9), zone)
        closes = self._edge("closes", time(17), zone)
        if opens and opens >= starts_at:
            self.add_error("opens_on", "Booking must open before the event starts.")
        if closes and closes > starts_at:
            self.add_error("closes_on", "Booking must close before the event starts.")
        if opens and closes and closes <= opens:
            self.add_error("closes_on", "Booking must close after it opens.")
        return None if self.errors else {"booking_opens_at": opens, "booking_closes_at": closes}

    def details(self, window: Mapping[str, datetime | None]) -> dict[str, Any]:
        given = {**self.cleaned_data, **window}
        return {name: given[name] for name in DETAILS}

    def _edge(self, name: str, otherwise: time, zone: str) -> datetime | None:
        day, at = self.cleaned_data.get(f"{name}_on"), self.cleaned_data.get(f"{name}_time")
        if day is None:
            if at is not None:
                self.add_error(f"{name}_on", f"Enter the day on which booking {name}, or leave the time empty")
            return None
        try:
            return moment_of(datetime.combine(day, at or otherwise), zone).at
        except TimeDoesNotExist as refusal:
            self.add_error(f"{name}_time", str(refusal))
        except OverflowError:
            self.add_error(f"{name}_on", "That is too far ahead. Check the year.")
        return None


def initial_details(event: Event) -> dict[str, Any]:
    """What ``DetailsForm`` shows for an event. Two queries."""
    shown: dict[str, Any] = {name: getattr(event, name) for name in DETAILS}
    for name, at in (("opens", event.booking_opens_at), ("closes", event.booking_closes_at)):
        if at is not None:
            wall = local(at, event.zone)
            shown |= {f"{name}_on": wall.date(), f"{name}_time": wall.time()}
    shown["families"] = list(event.families.all())
    shown["skills"] = "\n".join(event.skills.values_list("name", flat=True))
    return shown


class NewEventForm(DetailsForm, WhenForm, PlaceForm):
    """Everything at once, for a new event."""

    field_order = tuple(name for _, names in PARTS for name in names)


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Why is it cancelled?", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is cancelled"},
        help_text="Everybody who is told reads this",
    )  # fmt: skip


class RepeatForm(forms.Form):
    copies = styled(
        forms.IntegerField(
            label="How many more weeks?", min_value=1, max_value=52,
            error_messages={"required": "Enter a number of weeks"},
            help_text="Each copy is a draft of its own, at the same time on the clock. You publish them one by one.",
        ),
        width=3,
    )  # fmt: skip


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address", max_length=254, help_text="An address that they have confirmed here",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class InvitationsForm(forms.Form):
    """Addresses, one a line."""

    MOST = 500

    addresses = forms.CharField(
        label="E-mail addresses", max_length=60_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="One a line, of people who have an account here",
    )  # fmt: skip

    def clean_addresses(self) -> list[str]:
        lines = [line.strip().rstrip(",;") for line in self.cleaned_data["addresses"].splitlines()]
        found = list(dict.fromkeys(line.lower() for line in lines if line))
        if len(found) > self.MOST:
            raise ValidationError(f"Enter at most {self.MOST} addresses at a time.")
        return found


def _skill_called(name: str) -> Skill:
    live = Skill.objects.live()
    found = live.filter(name__iexact=name).first()
    if found is None:
        near = list(live.filter(name__icontains=name[:60]).values_list("name", flat=True)[:3])
        hint = f" Do you mean {' or '.join(f'“{one}”' for one in near)}?" if near else ""
        raise ValidationError(f"There is no skill called “{name[:60]}”.{hint}")
    skill: Skill = found
    return skill
