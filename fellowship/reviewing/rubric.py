"""The rubric of a call: what is scored in applications and in interviews, and what each score looks like."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Call, InterviewScore, Question, ReviewScore, RubricItem

MOST_ITEMS = 30


class TooManyItems(Refused):
    """A rubric has at most 30 things to score. Take some out: readers tire, and scores with them."""


class ScoredAlready(Refused):
    """Somebody has scored this already, so what is scored and how high it goes stay. You can still mend its words."""


@transaction.atomic
def save_item(
    call: Call, item: RubricItem | None, fields: Mapping[str, Any], *, actor: User, now: datetime
) -> RubricItem:
    """Add or change a thing to score. ``fields``: title, guide, most, question, for_interview.

    Raises TooManyItems, ScoredAlready.
    """
    call = Call.objects.select_for_update(of=("self",), no_key=True).select_related("cohort__programme").get(pk=call.pk)
    if item is None:
        if call.rubric.count() >= MOST_ITEMS:
            raise TooManyItems
        last = call.rubric.aggregate(last=Max("position"))["last"]
        item = RubricItem(call=call, position=0 if last is None else last + 1)
    elif is_scored(item):
        question = fields["question"].pk if fields["question"] else None
        now_is = (item.most, item.question_id, item.for_interview)
        if (fields["most"], question, fields["for_interview"]) != now_is:
            raise ScoredAlready
    for name, value in fields.items():
        setattr(item, name, value)
    if item.for_interview:
        item.question = None
    item.save()
    audit.record(
        actor=actor, action="fellowship.rubric_changed", about=call, scope=call.cohort.programme.scope,
        detail={"item": item.pk}, now=now,
    )  # fmt: skip
    return item


@transaction.atomic
def delete_item(item: RubricItem, *, actor: User, now: datetime) -> None:
    """Take a thing out that nobody scored yet. Raises ScoredAlready."""
    Call.objects.select_for_update(of=("self",), no_key=True).get(pk=item.call_id)
    if is_scored(item):
        raise ScoredAlready("Somebody has scored this already, so it stays.")
    pk = item.pk
    item.delete()
    audit.record(
        actor=actor, action="fellowship.rubric_changed", about=item.call, scope=item.call.cohort.programme.scope,
        detail={"deleted": pk}, now=now,
    )  # fmt: skip


@transaction.atomic
def move_item_up(item: RubricItem) -> None:
    """Change places with the one before of its kind. The first stays where it is."""
    rows = list(item.call.rubric.filter(for_interview=item.for_interview).select_for_update(of=("self",)))
    place = [row.pk for row in rows].index(item.pk)
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for position, row in enumerate(rows):
        RubricItem.objects.filter(pk=row.pk).update(position=position)


def is_scored(item: RubricItem) -> bool:
    """Whether anybody gave points for it, in a reading or an interview."""
    return ReviewScore.objects.filter(item=item).exists() or InterviewScore.objects.filter(item=item).exists()


def not_scored(call: Call) -> "QuerySet[Question]":
    """Questions that reviewers read and for which the rubric has nothing."""
    asked = Question.objects.filter(section__call=call, is_assessed=True, is_retired=False)
    return asked.exclude(pk__in=call.rubric.exclude(question=None).values("question"))
