"""The filters of the A to Z of skills."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from django import forms

from careers.demand import rated_skills, skills_asked_for
from careers.forms.words import words_field
from careers.frame import Frame
from careers.models import Framework
from common.a_to_z import AToZForm
from common.words import with_words

ASKED_FOR, NAMED_ONLY = "rated", "named"


class SkillFilters(AToZForm):
    """Narrows skills. Family and entry level have to fit one and the same level that names the skill."""

    q = words_field("Words in the name or description")
    family = forms.ChoiceField(required=False, label="Needed in a family of roles")
    framework = forms.ChoiceField(
        required=False,
        label="Where it comes from",
        choices=[
            ("", "Anywhere"),
            (Framework.OFFICIAL, "The government framework"),
            (Framework.NHS, "NHS skills, added here"),
        ],
    )
    rating = forms.ChoiceField(
        required=False,
        label="How it is asked for",
        choices=[("", "Any way"), (ASKED_FOR, "At one of the four levels"), (NAMED_ONLY, "Chief roles only, no level")],
    )
    entry = forms.BooleanField(required=False, label="Needed at an entry level")

    def __init__(self, data: Mapping[str, Any], *, frame: Frame, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.frame = frame
        families = sorted(zip(frame.families.slugs, frame.families.names, strict=True), key=lambda family: family[1])
        self.fields["family"].choices = [("", "Any family"), *families]  # type: ignore[attr-defined]

    def narrow_any_letter(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("name", "summary")))
        if framework := self.given("framework"):
            rows = rows.filter(framework=framework)
        family, entry, rating = self.given("family"), self.given("entry"), self.given("rating")
        if family or entry or rating:
            index = self.frame.families.index[family] if family else None
            fitting = skills_asked_for(self.frame, family=index, entry=bool(entry))
            if rating:
                fitting &= rated_skills(self.frame) == (rating == ASKED_FOR)
            rows = rows.filter(pk__in=[self.frame.skills.ids[skill] for skill in np.flatnonzero(fitting)])
        return rows
