"""The filters of the directory of mentors and of my mentoring, and the message to a mentor."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import Region, User
from careers.frame import Frame
from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.vocabulary import SkillLevel
from common.words import with_words
from mentoring.directory import Gaps, having_room, helping_with, in_role, with_covered
from mentoring.models import Format, Match


class DirectoryFilters(ListForm):
    """Mentors whom people who are signed in may ask."""

    sorts: ClassVar = {
        "name": Sort("Name, A to Z", (Lower("user__name"), "pk")),
        "newest": Sort("Newest first", ("-pk",)),
    }

    q = OneLineField(
        required=False, label="Words", max_length=100, help_text="In a name, or in what they like to help with",
        error_messages={"max_length": "Use 100 characters or fewer. We left this filter out."},
    )  # fmt: skip
    role = forms.ChoiceField(required=False, label="Role they hold or held")
    family = forms.ChoiceField(required=False, label="Role family")
    skill = forms.ChoiceField(required=False, label="Skill they help with")
    level = forms.TypedChoiceField(
        required=False, label="Up to level", coerce=int, choices=[("", "Any level"), *SkillLevel.choices]
    )
    format = forms.ChoiceField(required=False, label="How to meet", choices=[("", "Any"), *Format.choices])
    region = forms.ChoiceField(required=False, label="Region", choices=[("", "Any region"), *Region.choices])
    remote = forms.BooleanField(required=False, label="Fine with meeting online")
    room = forms.BooleanField(required=False, label="Has room for one more")

    def __init__(self, data: Mapping[str, Any], *, frame: Frame, gaps: Gaps, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.frame, self.gaps = frame, gaps
        for name, names in (("role", frame.roles), ("family", frame.families), ("skill", frame.skills)):
            pairs = sorted(zip(names.slugs, names.names, strict=True), key=lambda pair: pair[1].casefold())
            self.fields[name].choices = [("", "Any"), *pairs]  # type: ignore[attr-defined]

    @property
    def skill_id(self) -> int | None:
        """The id of the skill that is asked for."""
        skill = self.given("skill")
        return self.frame.skills.ids[self.frame.skills.index[skill]] if skill else None

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("user__name", "helps_with")))
        if role := self.given("role"):
            rows = in_role(rows, slug=role)
        if family := self.given("family"):
            rows = in_role(rows, family__slug=family)
        level = self.given("level")
        if self.skill_id or level:
            rows = helping_with(rows, skill=self.skill_id, level=level or SkillLevel.AWARENESS)
        if format_ := self.given("format"):
            rows = rows.filter(Q(formats="") | Q(formats__contains=f";{format_};"))
        if region := self.given("region"):
            rows = rows.filter(user__profile__region=region)
        if self.given("remote"):
            rows = rows.filter(remote=True)
        if self.given("room"):
            rows = having_room(rows)
        return rows


class DirectoryFiltersForMe(DirectoryFilters):
    """For somebody who has said which gaps they want to work on."""

    sorts: ClassVar = {
        "gaps": Sort("Most of my gaps first", ("-covered", Lower("user__name"), "pk")),
        **DirectoryFilters.sorts,
    }

    def arrange(self, rows: Any) -> Any:
        return super().arrange(with_covered(rows, self.gaps) if self.sort == "gaps" else rows)


class AskForm(forms.Form):
    """A message to a mentor."""

    message = forms.CharField(
        label="Your message", max_length=2000, widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Who you are, why you ask them, and what you hope for.",
        error_messages={
            "required": "Write a few words, so that they know why you ask them",
            "max_length": "Shorten this to at most 2,000 characters",
        },
    )  # fmt: skip


class PairFilters(ListForm):
    """My pairs and requests, on both sides."""

    side = forms.ChoiceField(
        required=False, label="Side", choices=[("", "Both"), ("MENTEE", "My mentors"), ("MENTOR", "People I mentor")]
    )
    state = forms.ChoiceField(
        required=False, label="State", choices=[("", "Any"), ("NOW", "Pairs at present"), *Match.State.choices]
    )

    def __init__(self, data: Mapping[str, Any], *, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.user = user

    def narrow(self, rows: Any) -> Any:
        if side := self.given("side"):
            rows = rows.filter(mentor=self.user) if side == "MENTOR" else rows.filter(mentee=self.user)
        match self.given("state"):
            case None:
                return rows
            case "NOW":
                return rows.taken()
            case state:
                return rows.filter(state=state)
