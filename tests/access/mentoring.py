"""Mentors, pairs, meetings, rounds."""

from accounts.models import Programme
from tests.access.rules import (
    CANARY,
    EVERYBODY,
    GOES_ON,
    HAVE_BEGUN,
    ORGANISERS,
    OWNER_FIRST,
    OWNERS,
    OWNERS_GO_ON,
    PERSON,
    PERSON_GOES_ON,
    POSTED,
    SIGNED_IN,
    VISITORS,
    Rule,
    only,
)
from tests.mentoring import pairs, round_things, world

ROUND = {"round_id": "<round>"}
RUN, ROUND_FILE = {**ROUND, "number": "1"}, {**ROUND, "file_id": "<round file>"}
# These offer to be mentors and look for one; what the stranger offers is in no directory.
TAKE_PART, TAKE_PART_GO_ON = (only("person", "stranger", answer=answer, others=404) for answer in (200, 302))
MENTOR = {"uuid": "<mentor>"}
PAIR, PROPOSAL = only("person", "reviewer", "owner", "superuser", others=404), {"uuid": "<proposal>"}
# The reviewer mentors the person; the owner did. Nobody else finds what two people share.
THE_TWO, THE_TWO_GO_ON = (only("person", "reviewer", answer=answer, others=404) for answer in (200, 302))
WERE_TWO = only("person", "owner", others=404)
TWO, MEETING, ENDED = {"uuid": "<pair>"}, {"uuid": "<meeting>"}, {"uuid": "<ended pair>"}
TALK, SLOT, CONCERN = {"uuid": "<conversation>"}, {"uuid": "<slot>"}, {"uuid": "<concern>"}

ROWS: dict[str, Rule] = {
    "mentoring:mentor_list": Rule(SIGNED_IN),
    "mentoring:mentor_detail": Rule(SIGNED_IN, SIGNED_IN, MENTOR),
    # Nobody prefers themselves.
    "mentoring:preference_set": Rule(only(*EVERYBODY, answer=405), {**GOES_ON, "person": 404}, MENTOR),
    "mentoring:my_mentoring": Rule(SIGNED_IN),
    "mentoring:mentor_profile": Rule(HAVE_BEGUN),
    "mentoring:mentor_job": Rule(SIGNED_IN, GOES_ON),
    "mentoring:mentor_edit": Rule(SIGNED_IN, SIGNED_IN),
    "mentoring:mentor_pause": Rule(TAKE_PART, TAKE_PART),
    "mentoring:mentor_delete": Rule(TAKE_PART, TAKE_PART_GO_ON),
    "mentoring:mentee_request": Rule(HAVE_BEGUN),
    "mentoring:mentee_goal": Rule(SIGNED_IN, GOES_ON),
    "mentoring:mentee_edit": Rule(SIGNED_IN, SIGNED_IN),
    "mentoring:mentee_delete": Rule(TAKE_PART, TAKE_PART_GO_ON),
    "mentoring:preference_list": Rule(SIGNED_IN, only(others=404)),
    # The person was asked to be the reviewer's mentor, in the owner's programme. Visitors may ask for a code.
    "mentoring:proposal": Rule({**PAIR, **dict.fromkeys(VISITORS, 200)}, arguments=PROPOSAL, open=True),
    "mentoring:proposal_code": Rule(302, 302, PROPOSAL),
    "mentoring:proposal_accept": Rule(
        only("person", answer=405, others=404), only("person", answer=302, others=404), PROPOSAL
    ),
    "mentoring:proposal_decline": Rule(PERSON, PERSON, PROPOSAL),
    "mentoring:proposal_question": Rule(PERSON, PERSON, PROPOSAL),
    "mentoring:proposal_answer": Rule(only("reviewer", answer=405, others=404), only("reviewer", others=404), PROPOSAL),
    "mentoring:proposal_withdraw": Rule(
        only("reviewer", "owner", "superuser", others=404),
        only("reviewer", "owner", "superuser", answer=302, others=404),
        PROPOSAL,
    ),
    "mentoring:pair_detail": Rule(THE_TWO, arguments=TWO),
    "mentoring:pair_meetings": Rule(THE_TWO, arguments=TWO),
    "mentoring:meeting_add": Rule(THE_TWO, THE_TWO, TWO),
    "mentoring:goal_add": Rule(THE_TWO, THE_TWO, TWO),
    "mentoring:goal_set": Rule(POSTED, THE_TWO_GO_ON, {"uuid": "<pair goal>"}),
    "mentoring:progress_add": Rule(THE_TWO, THE_TWO, TWO),
    "mentoring:progress_answer": Rule(POSTED, THE_TWO_GO_ON, {"uuid": "<progress>"}),
    "mentoring:step_add": Rule(THE_TWO, THE_TWO, TWO),
    "mentoring:step_set": Rule(POSTED, THE_TWO_GO_ON, {"uuid": "<pair step>"}),
    "mentoring:pair_pause": Rule(THE_TWO, THE_TWO, TWO),
    "mentoring:pair_take_up": Rule(POSTED, THE_TWO_GO_ON, TWO),
    "mentoring:pair_change": Rule(PERSON, PERSON_GOES_ON, TWO),
    "mentoring:pair_end": Rule(THE_TWO, THE_TWO, TWO),
    "mentoring:pair_feedback": Rule(WERE_TWO, WERE_TWO, ENDED),
    "mentoring:pair_outcome": Rule(PERSON, PERSON_GOES_ON, ENDED),
    "mentoring:concern_add": Rule(THE_TWO, THE_TWO, TWO),
    "mentoring:meeting_detail": Rule(THE_TWO, arguments=MEETING),
    "mentoring:meeting_times": Rule(THE_TWO, THE_TWO, MEETING),
    "mentoring:meeting_choose": Rule(POSTED, THE_TWO_GO_ON, MEETING),
    "mentoring:meeting_call_off": Rule(THE_TWO, THE_TWO_GO_ON, MEETING),
    "mentoring:meeting_place": Rule(THE_TWO, THE_TWO_GO_ON, MEETING),
    "mentoring:meeting_agenda": Rule(THE_TWO, THE_TWO, MEETING),
    "mentoring:meeting_held": Rule(THE_TWO, THE_TWO, MEETING),
    "mentoring:meeting_missed": Rule(POSTED, THE_TWO_GO_ON, MEETING),
    "mentoring:meeting_note": Rule(THE_TWO, THE_TWO_GO_ON, MEETING),
    "mentoring:meeting_pulse": Rule(THE_TWO, THE_TWO, MEETING),
    "mentoring:meeting_calendar": Rule(THE_TWO, arguments=MEETING),
    "mentoring:conversation_find": Rule(SIGNED_IN),
    "mentoring:conversation_list": Rule(SIGNED_IN),
    "mentoring:slot_list": Rule(HAVE_BEGUN, HAVE_BEGUN),
    "mentoring:slot_remove": Rule(POSTED, PERSON_GOES_ON, SLOT),
    "mentoring:slot_book": Rule(SIGNED_IN, SIGNED_IN, SLOT),
    "mentoring:mentor_times": Rule(SIGNED_IN, arguments=MENTOR),
    "mentoring:conversation_detail": Rule(THE_TWO, arguments=TALK),
    "mentoring:conversation_answer": Rule(POSTED, THE_TWO_GO_ON, TALK),
    "mentoring:conversation_step_add": Rule(THE_TWO, THE_TWO, TALK),
    "mentoring:conversation_concern": Rule(THE_TWO, THE_TWO, TALK),
    "mentoring:certificate": Rule(SIGNED_IN),
    "mentoring:my_concerns": Rule(SIGNED_IN),
    "mentoring:concern_detail": Rule(PERSON, arguments=CONCERN),
    "mentoring:overview_list": Rule(SIGNED_IN),
    "mentoring:overview": Rule(OWNERS, arguments={"slug": "digital-fellowship"}),
    "mentoring:overview_pairs": Rule(OWNERS, arguments={"slug": "digital-fellowship"}),
    "mentoring:team_letter": Rule(OWNERS, OWNERS, {"slug": "digital-fellowship"}),
    "mentoring:overview_mentors": Rule(OWNERS, arguments={"slug": "digital-fellowship"}),
    "mentoring:overview_meetings": Rule(OWNERS, arguments={"slug": "digital-fellowship"}),
    "mentoring:concern_list": Rule(only("owner", "stranger", "superuser")),
    "mentoring:concern_handle": Rule(OWNERS, OWNERS, CONCERN),
    "mentoring:round_list": Rule(ORGANISERS),
    "mentoring:round_add": Rule(ORGANISERS, ORGANISERS),
    "mentoring:round_detail": Rule(OWNERS, arguments=ROUND),
    "mentoring:round_edit": Rule(OWNERS, OWNERS, ROUND),
    "mentoring:round_close": Rule(OWNERS, OWNER_FIRST, ROUND),
    "mentoring:round_people": Rule(OWNERS, arguments=ROUND),
    "mentoring:person_exclude": Rule(OWNERS, OWNERS, {**ROUND, "pk": "<participant>"}),
    "mentoring:person_readmit": Rule(POSTED, OWNERS_GO_ON, {**ROUND, "pk": "<participant>"}),
    "mentoring:round_bonds": Rule(OWNERS, OWNERS, ROUND),
    "mentoring:bond_remove": Rule(POSTED, OWNER_FIRST, {**ROUND, "pk": "<bond>"}),
    "mentoring:file_add": Rule(OWNERS, OWNERS, ROUND),
    "mentoring:file_preview": Rule(OWNERS, OWNERS_GO_ON, ROUND_FILE),
    "mentoring:file_confirm": Rule(POSTED, OWNER_FIRST, ROUND_FILE),
    "mentoring:file_discard": Rule(POSTED, OWNER_FIRST, ROUND_FILE),
    "mentoring:round_grades": Rule(OWNERS, OWNERS_GO_ON, ROUND),
    "mentoring:run_start": Rule(POSTED, OWNERS_GO_ON, ROUND),
    "mentoring:run_detail": Rule(OWNERS, arguments=RUN),
    "mentoring:run_progress": Rule(OWNERS, arguments=RUN),
    "mentoring:run_cancel": Rule(POSTED, OWNERS_GO_ON, RUN),
    "mentoring:run_unmet": Rule(OWNERS, arguments=RUN),
    "mentoring:run_loads": Rule(OWNERS, arguments=RUN),
    "mentoring:run_compare": Rule(OWNERS, arguments=RUN),
    # Whoever exports or publishes is asked for their password again.
    "mentoring:run_csv": Rule(OWNERS_GO_ON, arguments=RUN),
    "mentoring:run_publish": Rule(OWNERS_GO_ON, OWNERS_GO_ON, RUN),
    "mentoring:round_join": Rule(SIGNED_IN, GOES_ON, ROUND),
    "mentoring:round_waiting": Rule(OWNERS, only(others=404), ROUND),
}


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    return {
        **world.things(CANARY),
        **pairs.meeting_things(CANARY),
        **round_things.round_things(ours, theirs, CANARY),
    }
