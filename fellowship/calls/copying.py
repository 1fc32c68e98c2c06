"""Copies a call to another cohort, with its questions, rules, signposts and rubric."""

from datetime import timedelta

from fellowship.models import Call, Cohort, EligibilityRule, Question, RubricItem, Section, Signpost


def copy_call(source: Call, cohort: Cohort, moved: timedelta) -> Call:
    """A call like ``source``, times moved, not published. Extensions, late codes and versions stay behind."""
    call = Call.objects.create(
        cohort=cohort, opens_at=source.opens_at + moved, closes_at=source.closes_at + moved,
        who_for=source.who_for, takes_minutes=source.takes_minutes, you_need=source.you_need,
        hear_by=source.hear_by + moved if source.hear_by else None, wants_sponsor=source.wants_sponsor,
        reviews_each=source.reviews_each, moderate_from=source.moderate_from, offer_days=source.offer_days,
        review_by=source.review_by + moved if source.review_by else None,
    )  # fmt: skip
    copies: dict[int, Question] = {}
    for section in source.sections.all():
        new = Section.objects.create(call=call, title=section.title, intro=section.intro, position=section.position)
        for question in section.questions.filter(is_retired=False):
            copies[question.pk] = Question.objects.create(
                section=new, kind=question.kind, text=question.text, help=question.help,
                is_required=question.is_required, most_words=question.most_words, choices=question.choices,
                least=question.least, most=question.most, is_assessed=question.is_assessed,
                shown_if=copies.get(question.shown_if_id or 0), shown_if_answer=question.shown_if_answer,
                position=question.position,
            )  # fmt: skip
    for rule in source.rules.filter(is_retired=False).prefetch_related("signposts"):
        new_rule = EligibilityRule.objects.create(
            call=call, subject=rule.subject, question=rule.question, help=rule.help, accepted=rule.accepted,
            otherwise=rule.otherwise, reason=rule.reason, position=rule.position,
        )  # fmt: skip
        Signpost.objects.bulk_create(
            Signpost(
                rule=new_rule,
                kind=one.kind,
                title=one.title,
                why=one.why,
                learning_id=one.learning_id,
                programme_id=one.programme_id,
                address=one.address,
                position=one.position,
            )
            for one in rule.signposts.all()
            if not one.is_retired
        )
    RubricItem.objects.bulk_create(
        RubricItem(
            call=call, question=copies.get(item.question_id or 0), for_interview=item.for_interview, title=item.title,
            guide=item.guide, most=item.most, position=item.position,
        )
        for item in source.rubric.all()
    )  # fmt: skip
    if source.topic_question_id in copies:
        call.topic_question = copies[source.topic_question_id]
        call.save(update_fields=["topic_question", "updated_at"])
    return call
