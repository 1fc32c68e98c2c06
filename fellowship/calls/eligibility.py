"""The check before the form: yes, not yet or no, each with its reason and where else to go. It keeps counts alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import transaction
from django.db.models import F

from accounts.models.organisations import Region
from accounts.models.profile import BANDS_OR_NONE
from common.vocabulary import Background, EmployerKind
from fellowship.models import Call, CampaignCount, EligibilityRule, Signpost, SignpostCount

YES_OR_NO = [("yes", "Yes"), ("no", "No")]
_CHOICES: Mapping[str, Sequence[tuple[str, str]]] = {
    EligibilityRule.Subject.BACKGROUND: Background.choices,
    EligibilityRule.Subject.BAND: BANDS_OR_NONE,
    EligibilityRule.Subject.EMPLOYER: EmployerKind.choices,
    EligibilityRule.Subject.REGION: Region.choices,
}


class Verdict(StrEnum):
    YES = "YES"
    NOT_YET = "NOT_YET"
    NO = "NO"


@dataclass(frozen=True, slots=True)
class Check:
    """What the answers mean: the verdict, and each rule that they do not meet."""

    verdict: Verdict
    unmet: tuple[EligibilityRule, ...]

    @property
    def signposts(self) -> list[Signpost]:
        """Where to go instead, each address once."""
        by_address = {one.address: one for rule in self.unmet for one in rule.signposts.all()}
        return list(by_address.values())


def choices_of(subject: str) -> Sequence[tuple[str, str]]:
    """What may be answered, value and words; yes or no for subjects that are questions of their own."""
    return _CHOICES.get(subject, YES_OR_NO)


def check(rules: Iterable[EligibilityRule], answers: Mapping[str, str]) -> Check:
    """``answers``: by the id of the rule, as a string. "No" outweighs "not yet"."""
    unmet = tuple(rule for rule in rules if answers.get(str(rule.pk), "") not in rule.accepted)
    verdict = Verdict.YES
    if unmet:
        is_no = any(rule.otherwise == EligibilityRule.Otherwise.NO for rule in unmet)
        verdict = Verdict.NO if is_no else Verdict.NOT_YET
    return Check(verdict, unmet)


@transaction.atomic
def count_check(call: Call, found: Check, *, via: str, on: date) -> None:
    """Count a check and the signposts that it shows. Nothing says who it was."""
    column = {Verdict.YES: "yes", Verdict.NOT_YET: "not_yet", Verdict.NO: "no"}[found.verdict]
    count_campaign(call, column, via=via, on=on)
    for signpost in found.signposts:
        SignpostCount.objects.get_or_create(signpost=signpost, on=on)
        SignpostCount.objects.filter(signpost=signpost, on=on).update(shown=F("shown") + 1)


def count_campaign(call: Call, column: str, *, via: str, on: date) -> None:
    """Add one to ``visits``, ``yes``, ``not_yet`` or ``no`` of a campaign on a day."""
    CampaignCount.objects.get_or_create(call=call, via=via, on=on)
    CampaignCount.objects.filter(call=call, via=via, on=on).update(**{column: F(column) + 1})


def follow(signpost: Signpost, *, on: date) -> str:
    """Count that somebody went on, and give back where to."""
    SignpostCount.objects.get_or_create(signpost=signpost, on=on)
    SignpostCount.objects.filter(signpost=signpost, on=on).update(followed=F("followed") + 1)
    return signpost.address
