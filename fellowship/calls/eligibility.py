"""The check before the form: yes, not yet or no, each with its reason and where else to go. It keeps counts alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import transaction
from django.db.models import F, Prefetch

from accounts.models.organisations import Region
from accounts.models.profile import BANDS_OR_NONE
from common.vocabulary import Background, EmployerKind
from fellowship.elsewhere import each_place_once
from fellowship.models import Call, CampaignCount, EligibilityRule, Signpost, SignpostCount

MOST_CAMPAIGNS_A_DAY = 100
YES_OR_NO = [("yes", "Yes"), ("no", "No")]
_CHOICES: Mapping[str, Sequence[tuple[str, str]]] = {
    EligibilityRule.Subject.BACKGROUND: Background.choices,
    EligibilityRule.Subject.BAND: BANDS_OR_NONE,
    EligibilityRule.Subject.EMPLOYER: EmployerKind.choices,
    EligibilityRule.Subject.REGION: Region.choices,
}

# What an application asks too, and need not ask again.
_ABOUT_YOU: Mapping[str, str] = {
    EligibilityRule.Subject.BACKGROUND: "background",
    EligibilityRule.Subject.BAND: "band",
    EligibilityRule.Subject.REGION: "region",
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
        """Where to go instead."""
        return each_place_once(self.unmet)


def choices_of(subject: str) -> Sequence[tuple[str, str]]:
    """What may be answered, value and words; yes or no for subjects that are questions of their own."""
    return _CHOICES.get(subject, YES_OR_NO)


def rules_of(call: Call) -> list[EligibilityRule]:
    """The rules that are asked, each with the signposts that are shown: none to what is gone. Two queries."""
    shown = Prefetch("signposts", Signpost.objects.open())
    return list(call.rules.filter(is_retired=False).prefetch_related(shown))


def answered_all(rules: Iterable[EligibilityRule], answers: Mapping[str, str]) -> bool:
    """Whether each rule has an answer that it knows: rules may have changed since somebody answered."""
    return all(answers.get(str(rule.pk)) in dict(choices_of(rule.subject)) for rule in rules)


def said_about_you(call: Call, answers: Mapping[str, str]) -> dict[str, str]:
    """Background, band and region as they were answered, by the field of an application. One query if any was."""
    if not answers:
        return {}
    asked = call.rules.filter(subject__in=_ABOUT_YOU).values_list("pk", "subject")
    return {_ABOUT_YOU[subject]: said for pk, subject in asked if (said := answers.get(str(pk)))}


def in_words(call: Call, answers: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """(question, answer in words, whether it is fine) of a check, rules asked no longer included. One query."""
    return [
        (rule.question, str(dict(choices_of(rule.subject)).get(said, said)), said in rule.accepted)
        for rule in call.rules.all()
        if (said := answers.get(str(rule.pk)))
    ]


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
    """Add one to ``visits``, ``yes``, ``not_yet`` or ``no`` of a campaign on a day.

    Anybody can write anything into an address, so of names that are new that day only so many count as their own.
    """
    there = CampaignCount.objects.filter(call=call, on=on)
    if via and not there.filter(via=via).exists() and there.count() >= MOST_CAMPAIGNS_A_DAY:
        via = ""
    CampaignCount.objects.get_or_create(call=call, via=via, on=on)
    CampaignCount.objects.filter(call=call, via=via, on=on).update(**{column: F(column) + 1})


def follow(signpost: Signpost, *, on: date) -> str:
    """Count that somebody went on, and give back where to."""
    SignpostCount.objects.get_or_create(signpost=signpost, on=on)
    SignpostCount.objects.filter(signpost=signpost, on=on).update(followed=F("followed") + 1)
    return signpost.goes_to()
