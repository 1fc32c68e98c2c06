"""Reading, scoring and moderating."""

from accounts.models import Programme, ProgrammeRole, User
from fellowship.models import Application, Reader, Review, RubricItem
from fellowship.models.moves import ApplicationState
from tests.access.rules import CANARY, OWNER_FIRST, OWNERS, OWNERS_GO_ON, POSTED, SIGNED_IN, Rule, only
from tests.fellowship import readings, world

COHORT = {"uuid": "<read cohort>"}
REVIEW = {"uuid": "<review>"}
OF_ONE = {**COHORT, "application": "<read application>"}
# The reviewer of the programme in the rows was given the reading. Nobody else finds it, not even who runs it.
READER, READER_GOES_ON = only("reviewer", others=404), only("reviewer", answer=302, others=404)

ROWS: dict[str, Rule] = {
    "fellowship:my_reviews": Rule(SIGNED_IN),
    "fellowship:declare": Rule(READER, READER, COHORT),
    "fellowship:review": Rule(READER, READER_GOES_ON, REVIEW),
    "fellowship:review_file": Rule(READER, arguments={**REVIEW, "pk": "<read file>"}),
    "fellowship:review_return": Rule(READER, READER, REVIEW),
    "fellowship:review_report": Rule(READER, READER, REVIEW),
    "fellowship:rubric": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:rubric_item": Rule(OWNERS, OWNERS, {**COHORT, "pk": "<rubric item>"}),
    "fellowship:rubric_delete": Rule(POSTED, OWNER_FIRST, {**COHORT, "pk": "<rubric item>"}),
    "fellowship:rubric_up": Rule(POSTED, OWNERS_GO_ON, {**COHORT, "pk": "<rubric item>"}),
    "fellowship:assignment": Rule(OWNERS, arguments=COHORT),
    "fellowship:assignment_settings": Rule(OWNERS, OWNERS_GO_ON, COHORT),
    "fellowship:assignment_share": Rule(OWNERS, OWNERS_GO_ON, COHORT),
    "fellowship:readers_write": Rule(POSTED, OWNERS_GO_ON, COHORT),
    "fellowship:reader_edit": Rule(OWNERS, OWNERS_GO_ON, {**COHORT, "pk": "<read by>"}),
    "fellowship:reading_list": Rule(OWNERS, arguments=COHORT),
    "fellowship:reading_detail": Rule(OWNERS, OWNERS, OF_ONE),
    "fellowship:reading_take_back": Rule(POSTED, OWNERS_GO_ON, {**OF_ONE, "review": "<review>"}),
    "fellowship:words_hide": Rule(OWNERS, OWNERS, OF_ONE),
    "fellowship:words_show": Rule(POSTED, OWNERS_GO_ON, {**OF_ONE, "pk": "1"}),
    "fellowship:reports_settle": Rule(POSTED, OWNERS_GO_ON, OF_ONE),
    "fellowship:score_table": Rule(OWNERS, arguments=COHORT),
    "fellowship:score_detail": Rule(OWNERS, arguments=OF_ONE),
    "fellowship:score_note": Rule(OWNERS, OWNERS, OF_ONE),
    "fellowship:note_delete": Rule(POSTED, OWNERS_GO_ON, {**OF_ONE, "pk": "1"}),
    # Nobody is done with reading it, so it leads back.
    "fellowship:moderate": Rule(OWNERS_GO_ON, OWNERS_GO_ON, OF_ONE),
}


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    """A call whose application the reviewer reads, one more that waits; and the stranger's, full of the canary."""
    reviewer = User.objects.get(email="reviewer@example.org")
    call = readings.read_call(0, of=world.cohort(ours))[0]
    Reader.objects.create(call=call, user=reviewer, declared_at=world.NOW)
    one = readings.handed_in(call)
    file = readings.with_file(one)
    Application.objects.filter(pk=one.pk).update(state=ApplicationState.IN_REVIEW)
    review = Review.objects.create(application=one, reviewer=reviewer, assigned_at=world.NOW)
    readings.handed_in(call)
    foreign = readings.read_call(0, of=world.cohort(theirs))[0]
    other = readings.handed_in(foreign, CANARY, name=CANARY)
    Application.objects.filter(pk=other.pk).update(state=ApplicationState.IN_REVIEW)
    stranger = User.objects.get(email="stranger@example.org")
    ProgrammeRole.objects.create(programme=theirs, user=stranger, role=ProgrammeRole.Role.REVIEWER)
    Review.objects.create(application=other, reviewer=stranger, assigned_at=world.NOW)
    item = RubricItem.objects.filter(call=call).first()
    assert item is not None
    return {
        "<read cohort>": str(call.cohort.uuid), "<review>": str(review.uuid), "<read application>": str(one.uuid),
        "<read file>": str(file.pk), "<rubric item>": str(item.pk),
        "<read by>": str(reviewer.pk),
    }  # fmt: skip
