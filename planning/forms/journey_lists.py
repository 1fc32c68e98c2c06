"""The filters of journeys: for everybody, for staff, and for questions about one's own."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from accounts.models import User
from careers.frame import Frame
from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.vocabulary import Background
from common.words import with_words
from planning.models.journeys import Journey, Step

_WORDS = (
    "title", "highlights", "advice", "differently", "inspired_by", "next", "reading", "steps__title",
    "steps__organisation", "courses__name",
)  # fmt: skip


def _words(label: str) -> OneLineField:
    return OneLineField(
        required=False, label=label, max_length=100,
        error_messages={"max_length": "Use 100 characters or fewer. We left this filter out."},
    )  # fmt: skip


class JourneyFilters(ListForm):
    """Published journeys. Every filter finds jobs anywhere on the path."""

    sorts: ClassVar = {
        "newest": Sort("Newest first", ("-published_at", "pk")),
        "title": Sort("Title, A to Z", ("title", "pk")),
    }

    q = _words("Words anywhere in it")
    role = forms.ChoiceField(required=False, label="Passed through the role")
    family = forms.ChoiceField(required=False, label="Family of roles")
    background = forms.ChoiceField(
        required=False, label="Came from a background", choices=[("", "Any background"), *Background.choices]
    )
    whose = forms.ChoiceField(
        required=False, label="Whose", choices=[("", "People and examples"), ("REAL", "People only")]
    )

    def __init__(self, data: Mapping[str, Any], *, frame: Frame, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["role"].choices = [("", "Any role"), *_named(frame.roles)]  # type: ignore[attr-defined]
        self.fields["family"].choices = [("", "Any family"), *_named(frame.families)]  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            # In a query of its own: a path has many jobs, and a row must not come twice.
            rows = rows.filter(pk__in=Journey.objects.filter(with_words(words, _WORDS)).values("pk"))
        if role := self.given("role"):
            rows = rows.filter(pk__in=Step.objects.filter(level__role__slug=role).values("journey"))
        if family := self.given("family"):
            rows = rows.filter(pk__in=Step.objects.filter(level__role__family__slug=family).values("journey"))
        if background := self.given("background"):
            rows = rows.filter(background=background)
        return rows.filter(is_example=False) if self.given("whose") else rows


class ReviewFilters(ListForm):
    """Journeys as staff see them: those that wait come first."""

    sorts: ClassVar = {
        "oldest": Sort("Waiting longest first", ("submitted_at", "pk")),
        "newest": Sort("Handed in last first", ("-submitted_at", "pk")),
    }

    q = _words("Words in the title")
    state = forms.ChoiceField(
        required=False, label="State",
        choices=[("", "Wait to be read"), ("RETURNED", "Sent back"), ("PUBLISHED", "Published")],
    )  # fmt: skip

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("title",)))
        return rows.filter(state=self.given("state") or Journey.State.SUBMITTED)


class NoteFilters(ListForm):
    """Questions that a person asked or was asked."""

    which = forms.ChoiceField(
        required=False, label="Which",
        choices=[("", "All"), ("TO_ME", "Asked of me"), ("FROM_ME", "Asked by me")],
    )  # fmt: skip
    answered = forms.ChoiceField(
        required=False, label="Answered", choices=[("", "Any"), ("YES", "Answered"), ("NO", "Not answered yet")]
    )

    def __init__(self, data: Mapping[str, Any], *, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.user = user

    def narrow(self, rows: Any) -> Any:
        if which := self.given("which"):
            rows = rows.filter(journey__user=self.user) if which == "TO_ME" else rows.filter(sender=self.user)
        if answered := self.given("answered"):
            rows = rows.filter(answered_at__isnull=answered == "NO")
        return rows


def _named(names: Any) -> list[tuple[str, str]]:
    return sorted(zip(names.slugs, names.names, strict=True), key=lambda one: one[1].casefold())
