"""The filters of the list of fits."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from careers.frame import NO_BAND, REGISTRATION_RANK, Frame
from careers.models import Registration
from careers.pathways import open_to_background
from common.lists import ListForm, Sort
from common.vocabulary import Background, Band
from planning.fit import Distance, Fits


class FitFilters(ListForm):
    """Narrows and arranges levels, given as indices of the frame."""

    sorts: ClassVar = {
        "moved": Sort("Best fit, and what moves me", ()),
        "fit": Sort("Best fit alone", ()),
    }

    far = forms.ChoiceField(
        required=False, label="How far", choices=[("", "Any"), *((one.name, one.value) for one in Distance)]
    )
    family = forms.ChoiceField(required=False, label="Family")
    band = forms.ChoiceField(required=False, label="Typical band", choices=[("", "Any band"), *Band.choices])
    background = forms.ChoiceField(
        required=False, label="Open to my background", choices=[("", "Any background"), *Background.choices]
    )
    no_registration = forms.BooleanField(required=False, label="No registration needed")

    def __init__(self, data: Mapping[str, Any], *, frame: Frame, moved: Fits, alone: Fits, **kwargs: Any) -> None:
        """``moved`` are the fits in the order that counts what moves the person, ``alone`` those that do not."""
        super().__init__(data, **kwargs)
        self.frame, self.moved, self.alone = frame, moved, alone
        families = sorted(
            zip(frame.families.slugs, frame.families.names, strict=True), key=lambda one: one[1].casefold()
        )
        self.fields["family"].choices = [("", "Any family"), *families]  # type: ignore[attr-defined]

    def narrow(self, rows: Iterable[int]) -> list[int]:
        frame = self.frame
        levels = list(rows)
        if far := self.given("far"):
            levels = [level for level in levels if self.alone.distance(level).name == far]
        if family := self.given("family"):
            place = frame.families.index[family]
            levels = [level for level in levels if frame.role_family[frame.level_role[level]] == place]
        if band := self.given("band"):
            rank = Band(band).rank
            levels = [
                level for level in levels
                if frame.band_low[level] != NO_BAND and frame.band_low[level] <= rank <= frame.band_high[level]
            ]  # fmt: skip
        if background := self.given("background"):
            roles = open_to_background(frame)[background]
            levels = [level for level in levels if int(frame.level_role[level]) in roles]
        if self.given("no_registration"):
            levels = [level for level in levels if frame.registration[level] == REGISTRATION_RANK[Registration.NO]]
        return levels

    def arrange(self, rows: Iterable[int]) -> list[int]:
        shown = set(rows)
        fits = self.alone if self.sort == "fit" else self.moved
        return [level for level in fits.order if level in shown]
