"""The beginning of an assessment: what a person does now, and where they want to go."""

from typing import Any

from django import forms

from accounts.models.profile import BANDS_OR_NONE
from careers.frame import Frame
from careers.models import Learning, Level, StartingPoint
from careers.models.eligibility import ANOTHER_AREA
from careers.posts import Kind, Post, Posts
from common.forms import OneLineField, styled
from common.vocabulary import Background, EmployerKind, Nation
from planning.assessments import About
from planning.models.assessments import PROFESSIONS_OR_NONE

MOST_CHOICES = 12


def _job(label: str, hint: str, offered: str) -> OneLineField:
    return OneLineField(
        label=label, help_text=hint, required=False, max_length=200,
        widget=forms.TextInput(attrs={"list": offered, "autocapitalize": "none"}),
        error_messages={"max_length": "Shorten this to at most 200 characters"},
    )  # fmt: skip


def _choice(label: str, choices: list[tuple[Any, Any]], empty: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", empty), *choices],
        error_messages={"invalid_choice": f"Choose from the list: {label.lower()}"},
    )  # fmt: skip


class AboutForm(forms.Form):
    """A job and a goal in the person's own words, and what courses ask of those who apply.

    Where words may mean several posts the form asks which one, in a field of radios that stands in only then.
    """

    mark_optional = False

    now = _job(
        "What do you do now?", "Such as nurse, ward clerk or data analyst. Leave it empty if nothing fits.", "posts-now"
    )
    goal = _job(
        "Where do you want to go?", "A role, or a level of one. Leave it empty if you do not know yet.", "posts-goal"
    )
    band = _choice("Your pay band", BANDS_OR_NONE, "Rather not say")
    background = _choice("Your background", Background.choices, "As my job says")
    profession = _choice("Your professional registration", PROFESSIONS_OR_NONE, "As my job says")
    nation = _choice("Where you work", Nation.choices, "Rather not say")
    area = _choice("Your area", [], "Rather not say")
    employer_kind = _choice("Your employer", EmployerKind.choices, "Rather not say")

    DETAILS = ("background", "profession", "nation", "area", "employer_kind")

    def __init__(self, data: Any = None, *, posts: Posts, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.posts = posts
        areas = Learning.objects.live().known_areas()
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            ("", "Rather not say"), *((area, area) for area in areas), (ANOTHER_AREA, "Somewhere else")
        ]  # fmt: skip
        self.meant: dict[str, Post | None] = {"now": None, "goal": None}

    def clean(self) -> dict[str, Any]:
        """Find out which posts the words mean, and ask where that is not clear."""
        data = super().clean() or {}
        if text := data.get("now"):
            self._read("now", text, self.posts.meant_now(text, data.get("band") or ""))
        if text := data.get("goal"):
            levels = [level for post in self.posts.meant_goal(text) for level in self._levels(post)]
            self._read("goal", text, tuple(dict.fromkeys(levels)))
        return data

    def _levels(self, post: Post) -> tuple[Post, ...]:
        if post.kind is Kind.LEVEL:
            return (post,)
        return tuple(self.posts.level[level] for level in self.posts.frame.role_levels[post.index])

    def _read(self, name: str, text: str, posts: tuple[Post, ...]) -> None:
        if not posts:
            words = "a job" if name == "now" else "a digital role"
            self.add_error(
                name, f"We do not know {words} called “{text[:60]}”. Try its plain name, or leave this empty"
            )
            return
        if len(posts) == 1:
            self.meant[name] = posts[0]
            return
        which = f"{name}_which"
        field = styled(
            forms.ChoiceField(
                label="Which of these is your job?" if name == "now" else "Which level is your goal?",
                choices=[(post.key, post.name) for post in posts[:MOST_CHOICES]],
                widget=forms.RadioSelect, required=False,
            ),
            small=True,
        )  # fmt: skip
        self.fields[which] = field
        chosen = self.data.get(self.add_prefix(which), "")
        self.meant[name] = next((post for post in posts[:MOST_CHOICES] if post.key == chosen), None)
        if self.meant[name] is None:
            self.add_error(which, "Choose the one you mean, or write another name above")

    def about(self, frame: Frame) -> About:
        """What a valid form says. At most two queries."""
        now, goal = self.meant["now"], self.meant["goal"]
        levels = [frame.levels.ids[post.index] for post in (now, goal) if post and post.kind is Kind.LEVEL]
        rows = Level.objects.select_related("role").in_bulk(levels)
        point = StartingPoint.objects.get(pk=frame.points.ids[now.index]) if now and now.kind is Kind.POINT else None
        return About(
            point=point,
            level=rows[frame.levels.ids[now.index]] if now and now.kind is Kind.LEVEL else None,
            goal=rows[frame.levels.ids[goal.index]] if goal else None,
            **{name: self.cleaned_data[name] for name in ("band", *self.DETAILS)},
        )
