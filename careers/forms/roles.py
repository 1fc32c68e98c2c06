"""The filters of the lists of roles and families."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from careers.browsing import FamilyFacts, RoleFacts, Wanted, families_at, roles_with, skills_named
from careers.frame import NO_BAND, Frame
from careers.models import Framework, Track
from common.lists import ListForm, Sort
from common.vocabulary import Background, Band


class RoleFilters(ListForm):
    """Narrows and arranges ``RoleFacts``. Everything that is about a level has to fit one and the same level."""

    sorts = {
        "name": Sort("Name, A to Z", ()),
        "-name": Sort("Name, Z to A", ()),
        "family": Sort("Family", ()),
        "band": Sort("Lowest band first", ()),
        "-band": Sort("Highest band first", ()),
        "levels": Sort("Fewest levels first", ()),
        "-levels": Sort("Most levels first", ()),
    }

    family = forms.ChoiceField(required=False)
    band = forms.ChoiceField(required=False, label="Your band", choices=[("", "Any band"), *Band.choices])
    background = forms.ChoiceField(
        required=False, label="Open to my background", choices=[("", "Any background"), *Background.choices]
    )
    track = forms.ChoiceField(required=False, choices=[("", "Any track"), *Track.choices])
    skill = forms.CharField(
        required=False,
        max_length=100,
        label="Needs a skill",
        help_text="Part of its name will do",
        error_messages={"max_length": "The skill must be 100 characters or fewer. We left this filter out."},
    )
    entry = forms.BooleanField(required=False, label="Has an entry level")
    no_registration = forms.BooleanField(required=False, label="No registration needed")

    def __init__(self, data: Mapping[str, Any], *, frame: Frame, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.frame = frame
        families = sorted(zip(frame.families.slugs, frame.families.names, strict=True), key=lambda family: family[1])
        self.fields["family"].choices = [("", "Any family"), *families]  # type: ignore[attr-defined]
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

    def narrow(self, rows: Iterable[RoleFacts]) -> list[RoleFacts]:
        wanted = Wanted(
            band=self.given("band") or "",
            track=self.given("track") or "",
            no_registration=bool(self.given("no_registration")),
            entry=bool(self.given("entry")),
            skills=self.skills if self.given("skill") else None,
        )
        fitting = roles_with(self.frame, wanted)
        family = self.given("family")
        return [row for row in rows if row.index in fitting and family in (None, row.family_slug)]

    def arrange(self, rows: Iterable[RoleFacts]) -> list[RoleFacts]:
        arranged = sorted(rows, key=lambda row: (row.name.casefold(), row.slug))
        match self.sort:
            case "-name":
                arranged.reverse()
            case "family":
                arranged.sort(key=lambda row: row.family.casefold())
            case "band":
                arranged.sort(key=lambda row: (row.rank == NO_BAND, row.rank))
            case "-band":
                arranged.sort(key=lambda row: Band(row.band_high).rank if row.band_high else NO_BAND, reverse=True)
            case "levels":
                arranged.sort(key=lambda row: row.levels)
            case "-levels":
                arranged.sort(key=lambda row: row.levels, reverse=True)
        return arranged


class FamilyFilters(ListForm):
    """Narrows and arranges ``FamilyFacts``."""

    sorts = {"name": Sort("Name, A to Z", ()), "roles": Sort("Most roles first", ())}

    framework = forms.ChoiceField(
        required=False,
        label="Where it comes from",
        choices=[
            ("", "Anywhere"),
            (Framework.OFFICIAL, "The government framework"),
            (Framework.NHS, "NHS roles, added here"),
        ],
    )
    band = forms.ChoiceField(required=False, label="Has roles at", choices=[("", "Any band"), *Band.choices])

    def __init__(self, data: Mapping[str, Any], *, frame: Frame, frameworks: Mapping[int, str], **kwargs: Any) -> None:
        """``frameworks``: database id of a family → its framework."""
        super().__init__(data, **kwargs)
        self.frame = frame
        self.frameworks = frameworks

    def narrow(self, rows: Iterable[FamilyFacts]) -> list[FamilyFacts]:
        kept = list(rows)
        if framework := self.given("framework"):
            kept = [row for row in kept if self.frameworks.get(row.pk) == framework]
        if band := self.given("band"):
            fitting = families_at(self.frame, band)
            kept = [row for row in kept if row.index in fitting]
        return kept

    def arrange(self, rows: Iterable[FamilyFacts]) -> list[FamilyFacts]:
        arranged = sorted(rows, key=lambda row: (row.name.casefold(), row.slug))
        if self.sort == "roles":
            arranged.sort(key=lambda row: row.roles, reverse=True)
        return arranged
