"""Lists of actions to copy."""

from datetime import date, timedelta

from planning.models.plans import LONGEST_TEXT
from planning.plans.templates import templates

TODAY = date(2027, 1, 11)


def test_every_list_has_a_title_a_summary_and_several_steps_in_time() -> None:
    assert len(templates()) >= 4
    for slug, one in templates().items():
        assert slug == one.slug and one.title and one.summary, slug
        drafts = one.drafts(TODAY)
        assert len(drafts) >= 4
        assert len({draft.same for draft in drafts}) == len(drafts)
        assert all(0 < len(draft.text) <= LONGEST_TEXT for draft in drafts)
        days = [draft.due_on for draft in drafts if draft.due_on]
        assert days == sorted(days) and days[0] > TODAY
        assert days[-1] <= TODAY + timedelta(weeks=26)
