"""What a person does with an advert: keep it, correct what was read, draft the statement, make it a goal, delete it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from careers.models import Level, Skill
from common.refusals import Refused
from planning.adverts.criteria import MOST_CRITERIA
from planning.adverts.reading import Advert as ReadAdvert
from planning.models.adverts import LONGEST_CRITERION, Advert, ContractKind, Criterion, CriterionKind, CriterionSkill

MOST_KEPT = 100  # adverts of one person
MOST_SKILLS = 3  # of one criterion
NO_TITLE = "Job advert"


class TooManyAdverts(Refused):
    """You keep 100 adverts. Delete one that you no longer need, then read this one again."""


class TooManyCriteria(Refused):
    """This advert has 300 criteria already. Remove one first."""


@transaction.atomic
def keep_advert(user: User, text: str, read: ReadAdvert, *, now: datetime) -> Advert:
    """Keep an advert with what was read off it. Raises TooManyAdverts. A constant number of queries.

    The same text again gives the advert that is there already, with its corrections and drafts.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if there := Advert.objects.of(user).filter(text=text).first():
        return there
    if Advert.objects.of(user).count() >= MOST_KEPT:
        raise TooManyAdverts
    facts = read.facts
    advert = Advert.objects.create(
        user=user,
        title=facts.title[:200] or NO_TITLE,
        text=text,
        bands=", ".join(facts.bands)[:40],
        hours=facts.hours[:20],
        contract=ContractKind[facts.contract.upper().replace(" ", "_")] if facts.contract else "",
        months=facts.months,
        place=facts.place[:200],
        kept_at=now,
    )
    criteria = Criterion.objects.bulk_create(
        Criterion(
            advert=advert, position=position, kind=CriterionKind[one.kind.name],
            text=one.text[:LONGEST_CRITERION], is_verbatim=True,
        )
        for position, one in enumerate(read.criteria, start=1)
    )  # fmt: skip
    pk_of = dict(Skill.objects.filter(retired_at=None).values_list("name", "pk"))
    CriterionSkill.objects.bulk_create(
        CriterionSkill(criterion=criterion, skill_id=pk_of[link.skill], because=link.because[:200])
        for criterion, one in zip(criteria, read.criteria, strict=True)
        for link in one.links
        if link.skill in pk_of
    )
    return advert


def correct_facts(advert: Advert, facts: Mapping[str, object], *, now: datetime) -> None:
    """Put right what was read off: the fields of an advert by name."""
    Advert.objects.filter(pk=advert.pk).update(**facts, updated_at=now)


@transaction.atomic
def add_criterion(advert: Advert, *, text: str, kind: str, skills: Collection[Skill], now: datetime) -> Criterion:
    """Add what the person typed, as the last criterion. Raises TooManyCriteria."""
    _locked(advert)
    last = advert.criteria.aggregate(last=Max("position"))["last"] or 0
    if advert.criteria.count() >= MOST_CRITERIA:
        raise TooManyCriteria
    criterion = Criterion.objects.create(
        advert=advert, position=last + 1, kind=kind, text=text, is_verbatim=stands_in(advert.text, text)
    )
    _link(criterion, skills)
    return criterion


@transaction.atomic
def correct_criterion(
    criterion: Criterion, *, texts: list[str], kind: str, skills: Collection[Skill], now: datetime
) -> None:
    """Change the words, kind and skills of a criterion. Several ``texts`` split it; the draft stays with the first.

    Words that are the same but for spaces stay as they stand in the advert. Raises TooManyCriteria.
    """
    advert = criterion.advert
    _locked(advert)
    if advert.criteria.count() + len(texts) - 1 > MOST_CRITERIA:
        raise TooManyCriteria
    first, *others = texts
    if " ".join(first.split()) != criterion.words:
        criterion.text, criterion.is_verbatim = first, stands_in(advert.text, first)
    criterion.kind = kind
    criterion.updated_at = now
    criterion.save()
    keep = dict(criterion.links.values_list("skill_id", "because"))
    criterion.links.all().delete()
    _link(criterion, skills, keep)
    if others:
        _make_room(advert, criterion.position, len(others))
        made = Criterion.objects.bulk_create(
            Criterion(advert=advert, position=place, kind=kind, text=text, is_verbatim=stands_in(advert.text, text))
            for place, text in enumerate(others, start=criterion.position + 1)
        )
        for one in made:
            _link(one, skills, keep)


def _make_room(advert: Advert, position: int, places: int) -> None:
    """Move the criteria after a place down, the last first, so that no two stand at one place."""
    for criterion in advert.criteria.filter(position__gt=position).order_by("-position"):
        Criterion.objects.filter(pk=criterion.pk).update(position=criterion.position + places)


def _link(criterion: Criterion, skills: Iterable[Skill], because: Mapping[int, str] | None = None) -> None:
    because = because or {}
    CriterionSkill.objects.bulk_create(
        CriterionSkill(criterion=criterion, skill=skill, because=because.get(skill.pk, "")) for skill in skills
    )


def _locked(advert: Advert) -> None:
    """Make others who change the criteria of this advert wait."""
    Advert.objects.select_for_update().get(pk=advert.pk)


def remove_criterion(criterion: Criterion) -> None:
    """Take a criterion away, with what was drafted for it."""
    criterion.delete()


@transaction.atomic
def save_statement(advert: Advert, drafts: Mapping[int, str], *, now: datetime) -> None:
    """Keep the drafts, from the id of a criterion to its text. Those of other criteria stay as they are."""
    criteria = list(advert.criteria.filter(pk__in=drafts))
    for criterion in criteria:
        criterion.draft, criterion.updated_at = drafts[criterion.pk], now
    Criterion.objects.bulk_update(criteria, ["draft", "updated_at"])
    Advert.objects.filter(pk=advert.pk).update(updated_at=now)


def choose_goal(advert: Advert, goal: Level, *, now: datetime) -> None:
    """Keep which level of the framework the person holds for the nearest to this job."""
    Advert.objects.filter(pk=advert.pk).update(goal=goal, updated_at=now)


def delete_advert(advert: Advert) -> None:
    """Throw an advert away, with all that was drafted for it."""
    Advert.objects.filter(pk=advert.pk).delete()


def stands_in(advert: str, words: str) -> bool:
    """Whether words stand in an advert just so, but for spaces and line ends."""
    return " ".join(words.split()) in " ".join(advert.split())
