"""The filters of the list of starting points, and the band of somebody who stands at one."""

from typing import Any, ClassVar

from django import forms

from common.lists import ListForm, Sort
from common.vocabulary import Background, Band


class StartingPointFilters(ListForm):
    sorts: ClassVar = {
        "background": Sort("Background", ("background", "title", "pk")),
        "title": Sort("Name, A to Z", ("title", "pk")),
    }

    background = forms.ChoiceField(
        required=False, label="Background", choices=[("", "Any background"), *Background.choices]
    )
    band = forms.ChoiceField(required=False, label="Your band", choices=[("", "Any band"), *Band.choices])

    def narrow(self, rows: Any) -> Any:
        if background := self.given("background"):
            rows = rows.filter(background=background)
        if band := self.given("band"):
            rows = rows.at_band(band)
        return rows


class YourBandForm(forms.Form):
    """The band from which the nearest roles are counted; without one it is the lowest typical band."""

    use_required_attribute = False
    mark_optional = False

    band = forms.ChoiceField(
        required=False,
        label="Your band",
        choices=[("", "The lowest typical band"), *Band.choices],
        error_messages={"invalid_choice": "We do not know that band. Choose one from the list."},
    )
