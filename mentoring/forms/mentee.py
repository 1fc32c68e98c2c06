"""What somebody wishes for who looks for a mentor: goal, gaps, hopes; filled in from plan and assessment."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from common.vocabulary import SkillLevel
from mentoring.forms.taking_part import TakesPartForm, initial_of, number_field, text_field
from mentoring.models import Mentee
from mentoring.models.people import MOST_WANTED
from mentoring.people.prefilling import SuggestedGap

NOW = [("", "Not known"), ("0", "None yet"), *((str(level.value), level.label) for level in SkillLevel)]
WANTED = [("", "Leave this out"), *((str(level.value), level.label) for level in SkillLevel)]


def _from_to(_skill: str, given: SuggestedGap | None) -> dict[str, forms.ChoiceField]:
    """Where somebody is in a skill, and where they want to be."""
    given = given or SuggestedGap(SkillLevel.AWARENESS, SkillLevel.WORKING)
    wrong = {"invalid_choice": "Choose from the list", "required": "Choose from the list"}
    have = forms.TypedChoiceField(
        label="Now", coerce=int, choices=NOW, initial=given.have, error_messages=wrong, required=False, empty_value=None
    )
    target = forms.TypedChoiceField(
        label="Wanted", coerce=int, choices=WANTED, initial=given.target, error_messages=wrong, required=False,
        empty_value=None,
    )  # fmt: skip
    return {"have": have, "target": target}


class MenteeForm(TakesPartForm):
    """Everything in one page; what is known already stands in it."""

    row_prefix: ClassVar = "target"
    row_fields = staticmethod(_from_to)

    goal = forms.CharField(required=False, widget=forms.HiddenInput)  # slug of the level
    hopes = text_field(
        "What do you hope for?", "Such as: somebody who changed from nursing to data. Mentors you ask read this."
    )
    wanted = number_field("How many mentors would you like?", "Counting those you have. One is usual.", 1, MOST_WANTED)

    @property
    def gap_fields(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Name of the skill, and its two fields."""
        return [(self.skill_name(slug), self[f"have-{slug}"], self[f"target-{slug}"]) for slug in self.rows]

    @property
    def gaps(self) -> dict[int, tuple[int | None, int]]:
        """(level now, level wanted) by id of the skill, of a valid form."""
        data = self.cleaned_data
        return {
            self.skill_id(slug): (data[f"have-{slug}"], data[f"target-{slug}"])
            for slug in self.rows
            if data[f"target-{slug}"]
        }

    def clean_goal(self) -> str:
        """A goal that has left the catalogue meanwhile is no goal."""
        slug = self.cleaned_data["goal"]
        return slug if slug in self.frame.levels.index else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for slug in self.rows:
            have, target = data.get(f"have-{slug}"), data.get(f"target-{slug}")
            if have is not None and target and target <= have:
                name = self.skill_name(slug)
                self.add_error(f"target-{slug}", f"{name}: choose a level above the one you have, or leave it out")
        return data

    def wished(self) -> dict[str, Any]:
        """The fields of a Mentee, of a valid form."""
        return self.both_sides() | {name: self.cleaned_data[name] for name in ("hopes", "wanted")}


def initial_mentee(mentee: Mentee, region: str) -> dict[str, Any]:
    """What the form shows of what somebody wishes for."""
    return initial_of(mentee, region) | {"hopes": mentee.hopes, "wanted": mentee.wanted}


def default_mentee(region: str) -> Mapping[str, Any]:
    """What the form shows to somebody who has not said yet."""
    return {"wanted": "1", "remote": True, "region": region, "formats": ["ONGOING", "ONE_OFF"]}
