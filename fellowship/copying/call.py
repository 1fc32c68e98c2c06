"""Copies a call to another cohort, with its questions, rules, signposts and rubric."""

from datetime import timedelta

from fellowship.copying.rows import like
from fellowship.models import Call, Cohort, Question, RubricItem, Signpost


def copy_call(source: Call, cohort: Cohort, moved: timedelta) -> Call:
    """A call like ``source``, times moved, not published. Extensions, late codes and versions stay behind."""
    call = like(
        source, moved, cohort=cohort,
        published_at=None, extended_to=None, late_code="", late_until=None, topic_question=None,
    )  # fmt: skip
    call.save()
    copies = _copy_questions(source, call)
    _copy_rules(source, call)
    RubricItem.objects.bulk_create(
        like(item, call=call, question=copies.get(item.question_id or 0)) for item in rubric_of(source)
    )
    if source.topic_question_id in copies:
        call.topic_question = copies[source.topic_question_id]
        call.save(update_fields=["topic_question", "updated_at"])
    return call


def rubric_of(call: Call) -> list[RubricItem]:
    """What is scored, without what is about an answer that nobody is asked for any more."""
    return [
        item for item in call.rubric.select_related("question") if item.question is None or not item.question.is_retired
    ]


def _copy_questions(source: Call, call: Call) -> dict[int, Question]:
    """The new questions by the key of the old; those that are asked no longer are left out."""
    copies: dict[int, Question] = {}
    for section in source.sections.all():
        new = like(section, call=call)
        new.save()
        for question in section.questions.filter(is_retired=False):
            only_after = copies.get(question.shown_if_id or 0)
            copy = like(
                question, section=new, shown_if=only_after,
                shown_if_answer=question.shown_if_answer if only_after else "",
            )  # fmt: skip
            copy.save()
            copies[question.pk] = copy
    return copies


def _copy_rules(source: Call, call: Call) -> None:
    for rule in source.rules.filter(is_retired=False).prefetch_related("signposts"):
        new = like(rule, call=call)
        new.save()
        Signpost.objects.bulk_create(like(one, rule=new) for one in rule.signposts.all() if not one.is_retired)
