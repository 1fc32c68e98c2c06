"""Who may do what: every address and every verb has a row here, or the build fails."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import Organisation, Programme, ProgrammeRole, User
from accounts.preferences import stop_url
from careers.frame import current_frame
from careers.models import Edition, Learning, Level, Role, Skill, StartingPoint
from events.feeds import reset_feed
from events.models import Booking, Event
from notifications.models import Message
from planning.adverts.keeping import keep_advert, save_statement
from planning.adverts.reading import read_advert
from planning.assessments import About, start_assessment
from planning.certificates import keep_certificate
from planning.journeys.asking import ask
from planning.journeys.reviewing import publish
from planning.journeys.writing import save_about, save_course, save_step, submit
from planning.learning_taken import mark_taken
from planning.models import ActionKind, Feed, HorizonItem, Journey
from planning.plans.keeping import Draft, add_actions, review_plan, start_plan
from planning.shadowing import ask_for, save_offer
from planning.sharing import report_address, share_report
from tests.mentoring.pairs import meeting_things
from tests.mentoring.round_things import round_things
from tests.mentoring.world import things as mentoring_things

pytestmark = pytest.mark.django_db

OTHER_VERBS = ("PUT", "PATCH", "DELETE")  # refused before it is asked who sent them
# staff: support, who may use Django admin. owner, reviewer: of the programme in the rows. stranger: owner of another.
ROLES = ("anonymous", "person", "deactivated", "staff", "owner", "reviewer", "stranger", "superuser")
VISITORS = ("anonymous", "deactivated")
# Stands in things that only the stranger's team and site administrators may read.
CANARY = "Quetzal"
MAY_READ_THE_CANARY = ("stranger", "superuser")

Answer = int | Mapping[str, int]


def only(*roles: str, answer: int = 200, others: int = 403) -> dict[str, int]:
    """``answer`` for these roles, ``others`` for everybody else who is signed in; visitors are sent to sign in."""
    return {role: answer if role in roles else 302 if role in VISITORS else others for role in ROLES}


EVERYBODY = tuple(role for role in ROLES if role not in VISITORS)


@dataclass(frozen=True)
class Rule:
    """What GET (and HEAD) and POST answer: the same to everybody, or by role.

    POST is sent without any data. Where it is not named it answers 405, but visitors are sent to sign in if GET does
    that too. All other verbs answer 405.
    """

    get: Answer = 200
    post: Answer = 405
    arguments: dict[str, str] = field(default_factory=dict)
    query: str = ""
    head: int | None = None  # where a package answers HEAD otherwise than GET
    open: bool = False  # visitors are not sent to sign in: a 302 leads everybody to where something begins

    def expected(self, role: str, verb: str) -> int:
        get = self.get if isinstance(self.get, int) else self.get[role]
        if verb == "HEAD" and self.head:
            return self.head
        if verb in ("GET", "HEAD"):
            return get
        if verb != "POST":
            return 405
        if self.post == 405 and role in VISITORS and isinstance(self.get, Mapping) and not self.open:
            return 302
        return self.post if isinstance(self.post, int) else self.post[role]

    @property
    def is_public(self) -> bool:
        return self.get == 200


SIGNED_IN = only(*EVERYBODY)
GOES_ON = dict.fromkeys(ROLES, 302)
SITE_ADMINS = only("superuser")
TEAM = only("owner", "reviewer", "superuser", others=404)
OWNERS = only("owner", "superuser", others=404)
# Each sees the letters of their own programme there.
OUTBOX = only("owner", "stranger", "superuser", others=404)
# They are asked for their password again before letters go.
OUTBOX_AGAIN = only("owner", "stranger", "superuser", answer=302, others=404)
# Who is signed in has no business on pages for signing in.
ENTRANCE = {role: 200 if role in VISITORS else 302 for role in ROLES}

PUBLIC = Rule()
ORGANISERS = only("owner", "stranger", "superuser")
EVENT, PAST_EVENT = {"slug": "<event>"}, {"slug": "<past event>"}
# The person has a place on the events in the rows; to others it is as if there were nothing to give up.
BOOKED = only("person", others=404)
BOOKED_GOES_ON = only("person", answer=302, others=404)
OWNERS_GO_ON = only("owner", "superuser", answer=302, others=404)
# What the first of them ends or deletes is not there for the next.
OWNER_FIRST = only("owner", answer=302, others=404)
ROUND = {"round_id": "<round>"}
RUN, ROUND_FILE = {**ROUND, "number": "1"}, {**ROUND, "file_id": "<round file>"}
# These have an assessment; all others are led to where one begins.
ASSESSED = only("person", "stranger", others=302)
OWN_ASSESSMENT, OWN_ASSESSMENT_GOES_ON = only("person", others=404), only("person", answer=302, others=404)
LEVEL = {"slug": "<level>"}
ADVERT = {"advert_id": "<advert>"}
# These have a plan; all others are led to where one begins.
PLANNED = only("person", "stranger", others=302)
ACTION = {"action_id": "<action>"}
# Staff read what people hand in; these four have a journey of their own.
JOURNEY_STAFF = only("staff", "superuser")
HAVE_A_JOURNEY = only("person", "stranger", "owner", "reviewer", others=404)
HAVE_A_JOURNEY_GO_ON = only("person", "stranger", "owner", "reviewer", answer=302, others=404)
# These offer to be mentors and look for one; what the stranger offers is in no directory.
TAKE_PART, TAKE_PART_GO_ON = (only("person", "stranger", answer=answer, others=404) for answer in (200, 302))
MENTOR = {"uuid": "<mentor>"}
PAIR, PROPOSAL = only("person", "reviewer", "owner", "superuser", others=404), {"uuid": "<proposal>"}
# The reviewer mentors the person; the owner did. Nobody else finds what two people share.
THE_TWO, THE_TWO_GO_ON = (only("person", "reviewer", answer=answer, others=404) for answer in (200, 302))
WERE_TWO = only("person", "owner", others=404)
POSTED = only(*EVERYBODY, answer=405)
TWO, MEETING, ENDED = {"uuid": "<pair>"}, {"uuid": "<meeting>"}, {"uuid": "<ended pair>"}
TALK, SLOT, CONCERN = {"uuid": "<conversation>"}, {"uuid": "<slot>"}, {"uuid": "<concern>"}
OFFERS_TIMES = only("person", "stranger", others=302)
JOURNEY, TO_READ = {"journey_id": "<journey>"}, {"journey_id": "<journey to read>"}

# Every name in the URL configuration. Django admin is one wildcard row: it guards itself (see below).
MATRIX: dict[str, Rule] = {
    "home": PUBLIC,
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "accessibility": PUBLIC,
    "privacy": PUBLIC,
    "cookies": PUBLIC,
    "terms": PUBLIC,
    "contact": PUBLIC,
    "about_data": PUBLIC,
    "sitemap": PUBLIC,
    "robots": PUBLIC,
    "favicon": Rule(get=302),
    "security_txt": PUBLIC,
    # Signing up and in. Without a code to wait for, the pages for codes lead back to where one is asked for.
    "account_signup": Rule(ENTRANCE, ENTRANCE),
    "account_login": Rule(ENTRANCE, ENTRANCE),
    "account_logout": Rule({role: 302 if role in VISITORS else 200 for role in ROLES}, GOES_ON),
    "account_inactive": PUBLIC,
    "account_request_login_code": Rule(ENTRANCE, ENTRANCE),
    "account_confirm_login_code": Rule(GOES_ON, GOES_ON),
    "account_email_verification_sent": Rule(GOES_ON, GOES_ON),
    "account_reset_password": Rule(200, 200),
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": Rule(200, 200, {"uidb36": "1", "key": "abc-def"}),
    "account_reset_password_from_key_done": PUBLIC,
    "mfa_authenticate": Rule(GOES_ON, GOES_ON),
    "mfa_login_webauthn": Rule(GOES_ON, GOES_ON),
    # One's own account. What matters for it asks for the password again, so it goes on to there.
    "account_email": Rule(SIGNED_IN, GOES_ON),
    "account_change_password": Rule(SIGNED_IN, SIGNED_IN),
    "account_set_password": Rule(GOES_ON, GOES_ON),
    "account_reauthenticate": Rule(SIGNED_IN, SIGNED_IN),
    "mfa_index": Rule(SIGNED_IN),
    "mfa_reauthenticate": Rule(GOES_ON, GOES_ON),
    "mfa_activate_totp": Rule(GOES_ON, GOES_ON),
    "mfa_deactivate_totp": Rule(only(others=404), only(others=404)),
    "mfa_view_recovery_codes": Rule(only(others=404)),
    "mfa_generate_recovery_codes": Rule(GOES_ON, GOES_ON),
    "mfa_download_recovery_codes": Rule(only(others=404), only(others=404)),
    "mfa_list_webauthn": Rule(SIGNED_IN),
    "mfa_add_webauthn": Rule(GOES_ON, GOES_ON),
    "mfa_reauthenticate_webauthn": Rule(GOES_ON, GOES_ON),
    "mfa_remove_webauthn": Rule(GOES_ON, GOES_ON, {"pk": "1"}),
    "mfa_edit_webauthn": Rule(GOES_ON, GOES_ON, {"pk": "1"}),
    "usersessions_list": Rule(SIGNED_IN, GOES_ON),
    "dashboard": Rule(SIGNED_IN),
    "contact_preferences": Rule(SIGNED_IN, GOES_ON),
    "accounts:profile_edit": Rule(SIGNED_IN, SIGNED_IN),
    "accounts:my_data": Rule(SIGNED_IN, GOES_ON),
    "accounts:delete_account": Rule(SIGNED_IN, GOES_ON),
    "accounts:session_end": Rule(only(*EVERYBODY, answer=405), only(others=404), {"pk": "999999999"}),
    "accounts:letter_stop": Rule(200, 200, {"token": "<token>"}),
    # Teams and staff.
    "accounts:programme_list": Rule(only("staff", "owner", "reviewer", "stranger", "superuser")),
    "accounts:programme_add": Rule(SITE_ADMINS, SITE_ADMINS),
    "accounts:programme_edit": Rule(OWNERS, OWNERS, {"slug": "<programme>"}),
    "accounts:programme_team": Rule(TEAM, {**OWNERS, "reviewer": 403}, {"slug": "<programme>"}),
    "accounts:role_take": Rule(
        OWNERS, {**OWNERS, "owner": 302, "superuser": 404}, {"slug": "<programme>", "pk": "<reviewer>"}
    ),
    "accounts:role_deputy": Rule(TEAM, TEAM, {"slug": "<programme>", "pk": "<reviewer>"}),
    "accounts:organisation_list": Rule(SITE_ADMINS),
    "accounts:organisation_add": Rule(SITE_ADMINS, SITE_ADMINS),
    "accounts:organisation_import": Rule(SITE_ADMINS, SITE_ADMINS),
    "accounts:organisations_not_listed": Rule(SITE_ADMINS),
    "accounts:organisation_edit": Rule(SITE_ADMINS, SITE_ADMINS, {"pk": "<organisation>"}),
    "accounts:organisation_merge": Rule(SITE_ADMINS, SITE_ADMINS, {"pk": "<organisation>"}),
    "accounts:audit_list": Rule(SITE_ADMINS),
    "accounts:people_list": Rule(SITE_ADMINS),
    "notifications:message_list": Rule(OUTBOX),
    "notifications:release": Rule(OUTBOX, OUTBOX_AGAIN),
    "notifications:retry": Rule(OUTBOX, OUTBOX_AGAIN),
    "notifications:cancel": Rule(OUTBOX, OUTBOX_AGAIN),
    "notifications:message_detail": Rule(OWNERS, arguments={"message_id": "<held letter>"}),
    "notifications:message_edit": Rule(OWNERS, OWNERS, {"message_id": "<held letter>"}),
    "events:event_list": PUBLIC,
    "events:event_month": PUBLIC,
    "events:event_detail": Rule(arguments=EVENT),
    "events:event_ics": Rule(arguments=EVENT),
    "events:feed": Rule(arguments={"secret": "<feed>"}),
    # Who has a place is led to it.
    "events:event_book": Rule(SIGNED_IN | {"person": 302}, GOES_ON, EVENT),
    "events:place_confirm": Rule(GOES_ON, GOES_ON, EVENT),
    "events:booking_needs": Rule(BOOKED, BOOKED_GOES_ON, EVENT),
    "events:booking_cancel": Rule(BOOKED, BOOKED_GOES_ON, EVENT),
    "events:feedback_give": Rule(BOOKED, BOOKED, PAST_EVENT),
    "events:certificate": Rule(BOOKED, arguments=PAST_EVENT),
    "events:my_events": Rule(SIGNED_IN),
    "events:my_calendar": Rule(SIGNED_IN, GOES_ON),
    "events:organised_list": Rule(ORGANISERS),
    "events:event_add": Rule(ORGANISERS, ORGANISERS),
    "events:organised_detail": Rule(OWNERS, arguments=EVENT),
    "events:event_edit": Rule(OWNERS, OWNERS, EVENT),
    "events:event_publish": Rule(OWNERS, OWNERS_GO_ON, EVENT),
    "events:event_move": Rule(OWNERS, OWNERS, EVENT),
    "events:event_place": Rule(OWNERS, OWNERS, EVENT),
    "events:event_cancel": Rule(OWNERS, OWNERS, EVENT),
    "events:draft_delete": Rule(OWNERS, {**OWNERS, "owner": 302, "superuser": 404}, {"slug": "<draft>"}),
    "events:event_repeat": Rule(OWNERS, OWNERS, EVENT),
    "events:event_hosts": Rule(OWNERS, OWNERS, EVENT),
    "events:event_invitations": Rule(OWNERS, OWNERS, EVENT),
    "events:attendance_sheet": Rule(OWNERS, OWNERS, EVENT),
    # They are asked for their password again before the file.
    "events:attendees_csv": Rule(OWNERS_GO_ON, arguments=EVENT),
    "events:feedback_results": Rule(OWNERS, arguments=EVENT),
    "planning:assessment_start": Rule(200, GOES_ON),
    "planning:skill_answer": Rule(ASSESSED, ASSESSED, {"number": "1"}),
    "planning:skill_add": Rule(ASSESSED, ASSESSED, query="?q=data"),
    "planning:statements_choose": Rule(ASSESSED, GOES_ON, {"page": "strengths"}),
    "planning:check_answers": Rule(ASSESSED, GOES_ON),
    # For those who have begun signed out: tests/planning has them.
    "planning:code_make": Rule(GOES_ON, GOES_ON),
    "planning:assessment_clear": Rule(GOES_ON, GOES_ON),
    "planning:code_return": Rule(200, 200),
    "planning:assessment_import": Rule(200, 200),
    "planning:export_csv": Rule(ASSESSED, open=True),
    "planning:export_json": Rule(ASSESSED, open=True),
    "planning:fit_list": Rule(ASSESSED, open=True),
    "planning:history": Rule(SIGNED_IN),
    "planning:history_detail": Rule(OWN_ASSESSMENT, arguments={"assessment_id": "<assessment>"}),
    "planning:history_delete": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT_GOES_ON, {"assessment_id": "<assessment>"}),
    "planning:goal_set": Rule(GOES_ON, GOES_ON, LEVEL),
    "planning:share": Rule(ASSESSED, ASSESSED, LEVEL),
    "planning:shared_list": Rule(SIGNED_IN),
    "planning:shared_revoke": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT_GOES_ON, {"nonce": "<shared>"}),
    "planning:advert_read": Rule(200, 200),
    "planning:advert_list": Rule(SIGNED_IN),
    "planning:advert_detail": Rule(OWN_ASSESSMENT, arguments=ADVERT),
    "planning:advert_facts": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT, ADVERT),
    "planning:advert_delete": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT_GOES_ON, ADVERT),
    # Without the name of a level there is none; tests/planning/test_adverts.py has those with one.
    "planning:advert_goal": Rule(only(*EVERYBODY, answer=405), only(others=404), ADVERT),
    "planning:criterion_add": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT, ADVERT),
    "planning:criterion_edit": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT, ADVERT | {"number": "1"}),
    "planning:advert_statement": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT_GOES_ON, ADVERT),
    "planning:statement_text": Rule(OWN_ASSESSMENT, arguments=ADVERT),
    "planning:statement_docx": Rule(OWN_ASSESSMENT, arguments=ADVERT),
    "planning:plan": Rule(PLANNED),
    "planning:plan_about": Rule(SIGNED_IN, SIGNED_IN),
    "planning:goal_add": Rule(PLANNED, PLANNED),
    # These are buttons. Of others' goals and actions there is nothing.
    "planning:goal_remove": Rule(only(*EVERYBODY, answer=405), GOES_ON | {"stranger": 404}, {"number": "<goal>"}),
    "planning:route_choose": Rule(GOES_ON, GOES_ON, LEVEL),
    "planning:plan_review": Rule(PLANNED, PLANNED),
    "planning:plan_calendar": Rule(PLANNED),
    "planning:plan_suggest": Rule(PLANNED, PLANNED),
    "planning:plan_templates": Rule(PLANNED, PLANNED),
    "planning:plan_feedback": Rule(PLANNED, PLANNED),
    "planning:action_add": Rule(PLANNED, PLANNED),
    "planning:action_edit": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT, ACTION),
    "planning:action_state": Rule(only(*EVERYBODY, answer=405), OWN_ASSESSMENT_GOES_ON, ACTION),
    "planning:action_delete": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT_GOES_ON, ACTION),
    "planning:plan_delete": Rule(PLANNED, GOES_ON),
    "planning:journey_list": PUBLIC,
    "planning:journey_moves": PUBLIC,
    "planning:journey_detail": Rule(arguments=JOURNEY),
    # Not one's own, which is this one for the owner of the programme.
    "planning:journey_ask": Rule({**SIGNED_IN, "owner": 404}, {**SIGNED_IN, "owner": 404}, JOURNEY),
    "planning:my_journey": Rule(SIGNED_IN),
    "planning:journey_about": Rule(SIGNED_IN, SIGNED_IN),
    "planning:step_add": Rule(HAVE_A_JOURNEY, HAVE_A_JOURNEY),
    "planning:step_edit": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT, {"part_id": "<step>"}),
    "planning:course_add": Rule(HAVE_A_JOURNEY, HAVE_A_JOURNEY),
    "planning:course_edit": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT, {"part_id": "<course>"}),
    "planning:journey_submit": Rule(HAVE_A_JOURNEY, HAVE_A_JOURNEY),
    "planning:journey_withdraw": Rule(HAVE_A_JOURNEY, HAVE_A_JOURNEY_GO_ON),
    "planning:journey_delete": Rule(HAVE_A_JOURNEY, HAVE_A_JOURNEY_GO_ON),
    "planning:note_list": Rule(SIGNED_IN),
    "planning:note_answer": Rule(only("owner", others=404), only("owner", others=404), {"note_id": "<note>"}),
    "planning:taken_list": Rule(SIGNED_IN),
    "planning:taken_numbers": Rule(SIGNED_IN),
    "planning:taken_edit": Rule(SIGNED_IN, SIGNED_IN, {"slug": "<learning>"}),
    # The address is the same for everybody; each of these two finds their own file there.
    "planning:certificate": Rule(only("person", "stranger", others=404), arguments={"slug": "<learning>"}),
    "planning:offer_list": Rule(SIGNED_IN),
    "planning:offer_detail": Rule(SIGNED_IN, SIGNED_IN, {"offer_id": "<offer>"}),
    "planning:my_offers": Rule(SIGNED_IN),
    "planning:offer_add": Rule(SIGNED_IN, SIGNED_IN),
    "planning:offer_edit": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT, {"offer_id": "<offer>"}),
    "planning:request_list": Rule(SIGNED_IN),
    # The owner of the programme asked the person; only they may call it off.
    "planning:request_detail": Rule(only("person", "owner", others=404), OWN_ASSESSMENT, {"request_id": "<request>"}),
    "planning:request_withdraw": Rule(
        only(*EVERYBODY, answer=405), only("owner", answer=302, others=404), {"request_id": "<request>"}
    ),
    "planning:watch_list": Rule(SIGNED_IN),
    "planning:watch_edit": Rule(SIGNED_IN, GOES_ON, {"kind": "course", "slug": "<learning>"}),
    "mentoring:mentor_list": Rule(SIGNED_IN),
    "mentoring:mentor_detail": Rule(SIGNED_IN, SIGNED_IN, MENTOR),
    # Nobody prefers themselves.
    "mentoring:preference_set": Rule(only(*EVERYBODY, answer=405), {**GOES_ON, "person": 404}, MENTOR),
    "mentoring:my_mentoring": Rule(SIGNED_IN),
    "mentoring:mentor_profile": Rule(PLANNED),
    "mentoring:mentor_job": Rule(SIGNED_IN, GOES_ON),
    "mentoring:mentor_edit": Rule(SIGNED_IN, SIGNED_IN),
    "mentoring:mentor_pause": Rule(TAKE_PART, TAKE_PART),
    "mentoring:mentor_delete": Rule(TAKE_PART, TAKE_PART_GO_ON),
    "mentoring:mentee_request": Rule(PLANNED),
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
    "mentoring:proposal_decline": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT, PROPOSAL),
    "mentoring:proposal_question": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT, PROPOSAL),
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
    "mentoring:pair_change": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT_GOES_ON, TWO),
    "mentoring:pair_end": Rule(THE_TWO, THE_TWO, TWO),
    "mentoring:pair_feedback": Rule(WERE_TWO, WERE_TWO, ENDED),
    "mentoring:pair_outcome": Rule(OWN_ASSESSMENT, OWN_ASSESSMENT_GOES_ON, ENDED),
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
    "mentoring:slot_list": Rule(OFFERS_TIMES, OFFERS_TIMES),
    "mentoring:slot_remove": Rule(POSTED, OWN_ASSESSMENT_GOES_ON, SLOT),
    "mentoring:slot_book": Rule(SIGNED_IN, SIGNED_IN, SLOT),
    "mentoring:mentor_times": Rule(SIGNED_IN, arguments=MENTOR),
    "mentoring:conversation_detail": Rule(THE_TWO, arguments=TALK),
    "mentoring:conversation_answer": Rule(POSTED, THE_TWO_GO_ON, TALK),
    "mentoring:conversation_step_add": Rule(THE_TWO, THE_TWO, TALK),
    "mentoring:conversation_concern": Rule(THE_TWO, THE_TWO, TALK),
    "mentoring:certificate": Rule(SIGNED_IN),
    "mentoring:my_concerns": Rule(SIGNED_IN),
    "mentoring:concern_detail": Rule(OWN_ASSESSMENT, arguments=CONCERN),
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
    "planning:horizon": PUBLIC,
    "planning:horizon_follow": Rule(SIGNED_IN, GOES_ON),
    "planning:horizon_staff": Rule(JOURNEY_STAFF),
    "planning:item_add": Rule(JOURNEY_STAFF, JOURNEY_STAFF),
    "planning:item_edit": Rule(JOURNEY_STAFF, JOURNEY_STAFF, {"item_id": "<item>"}),
    "planning:feed_list": Rule(JOURNEY_STAFF),
    "planning:feed_add": Rule(JOURNEY_STAFF, JOURNEY_STAFF),
    "planning:feed_edit": Rule(JOURNEY_STAFF, JOURNEY_STAFF, {"feed_id": "<source>"}),
    "planning:review_list": Rule(JOURNEY_STAFF),
    "planning:review_detail": Rule(JOURNEY_STAFF, JOURNEY_STAFF, TO_READ),
    "planning:quote_add": Rule(JOURNEY_STAFF, JOURNEY_STAFF, JOURNEY),
    "planning:quote_remove": Rule(
        only(*EVERYBODY, answer=405), only("staff", "superuser", answer=302), JOURNEY | {"quote_id": "<note>"}
    ),
    "gap_report": Rule(ASSESSED, arguments=LEVEL, open=True),
    "gap_csv": Rule(ASSESSED, arguments=LEVEL, open=True),
    "gap_routes": Rule(ASSESSED, arguments=LEVEL, open=True),
    "manager_request": Rule(ASSESSED, ASSESSED, LEVEL),
    "shared_report": Rule(arguments={"secret": "<shared secret>"}),
    "careers:families": PUBLIC,
    "careers:role_list": PUBLIC,
    "careers:role_detail": Rule(arguments={"slug": "<role>"}),
    "careers:role_json": Rule(arguments={"slug": "<role>"}),
    "careers:skill_list": PUBLIC,
    "careers:skill_detail": Rule(arguments={"slug": "<skill>"}),
    "careers:compare": PUBLIC,
    "careers:starting_point_list": PUBLIC,
    "careers:starting_point_detail": Rule(arguments={"slug": "<starting point>"}),
    "careers:pathways": PUBLIC,
    "careers:search": PUBLIC,
    "careers:learning_list": PUBLIC,
    "careers:learning_detail": Rule(arguments={"slug": "<learning>"}),
    "careers:network_list": PUBLIC,
    "careers:conference_list": PUBLIC,
    "careers:glossary": PUBLIC,
    "careers:changes": PUBLIC,
    "careers:edition_changes": Rule(arguments={"slug": "<edition>"}),
    "careers:open_data": PUBLIC,
    "careers:dataset_csv": Rule(arguments={"edition": "<edition>", "dataset": "roles"}),
    "careers:dataset_json": Rule(arguments={"edition": "<edition>", "dataset": "roles"}),
}

# Where the environment turns them on, which tests/accounts/test_other_services.py does in a process of its own.
if apps.is_installed("allauth.socialaccount"):
    MATRIX |= {
        "socialaccount_login_cancelled": PUBLIC,
        "socialaccount_login_error": Rule(only(*EVERYBODY, answer=401)),
        "socialaccount_signup": Rule(GOES_ON, GOES_ON),
        "socialaccount_connections": Rule(SIGNED_IN, SIGNED_IN),
        "google_login_by_token": Rule(404, 404),
    }
    for service in django_settings.SOCIALACCOUNT_PROVIDERS:
        MATRIX[f"{service}_login"] = Rule(200, 302, head=302)
        # Without the number that we sent people off with nobody comes in.
        MATRIX[f"{service}_callback"] = Rule(401, 401)


def named_patterns(resolver: URLResolver, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from named_patterns(pattern, inner)
        else:
            yield ":".join((*namespaces, pattern.name or f"(no name: {pattern.pattern})")), pattern


def names() -> list[str]:
    found = [name for name, _ in named_patterns(get_resolver())]
    return sorted({name for name in found if not name.startswith("admin:")})


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    # What has no name is the end of Django admin, and former addresses that lead on to those of today.
    assert [name for name in names() if "(no name: " not in name] == sorted(MATRIX)


@pytest.fixture
def programmes() -> tuple[Programme, Programme]:
    """The one in the rows, and the stranger's."""
    return (
        Programme.objects.create(name="Digital fellowship", slug="digital-fellowship"),
        # Its name is public, on the pages of its events.
        Programme.objects.create(name="Other mentoring", slug="other-mentoring", provider=f"{CANARY} trust"),
    )


@pytest.fixture
def clients(programmes: tuple[Programme, Programme]) -> dict[str, Client]:
    ours, theirs = programmes
    password = "correct horse battery"
    people = {
        "person": User.objects.create_user("person@example.org", password),
        "deactivated": User.objects.create_user("gone@example.org", password, is_active=False),
        "staff": User.objects.create_user("staff@example.org", password, is_staff=True),
        "owner": User.objects.create_user("owner@example.org", password),
        "reviewer": User.objects.create_user("reviewer@example.org", password),
        "stranger": User.objects.create_user("stranger@example.org", password, name=f"{CANARY} Stranger"),
        "superuser": User.objects.create_superuser("root@example.org", password),
    }
    for role, programme, kind in (
        ("owner", ours, "OWNER"),
        ("reviewer", ours, "REVIEWER"),
        ("stranger", theirs, "OWNER"),
    ):
        ProgrammeRole.objects.create(programme=programme, user=people[role], role=kind)
    made = {"anonymous": Client()}
    for role, user in people.items():
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        made[role] = Client()
        made[role].force_login(user)
    return made


@pytest.fixture
def events(clients: dict[str, Client], programmes: tuple[Programme, Programme]) -> dict[str, str]:
    """Events of the programme in the rows with a place of the person on them, and some of the stranger's."""
    ours, theirs = programmes
    now, hour = timezone.now(), timedelta(hours=1)

    def event(slug: str, programme: Programme, days: int, state: str = "PUBLISHED", **fields: str) -> Event:
        starts_at = now + timedelta(days=days)
        given = {"title": slug, "summary": "Words", "kind": "WEBINAR", "mode": "ONLINE", "slug": slug, **fields}
        return Event.objects.create(
            **given, programme=programme, state=state, starts_at=starts_at, ends_at=starts_at + hour
        )

    made = {
        "<event>": event("data-evening", ours, 9),
        "<past event>": event("data-morning", ours, -9),
        "<draft>": event("data-night", ours, 9, "DRAFT"),
    }
    person = User.objects.get(email="person@example.org")
    for one in (made["<event>"], made["<past event>"]):
        Booking.objects.create(event=one, person=person, state="BOOKED", booked_at=now, attendance="PRESENT")
    canary = {"title": f"{CANARY} evening"}
    event("their-draft", theirs, 9, "DRAFT", **canary)
    event("their-guests", theirs, 9, audience="INVITED", **canary)
    event("their-link", theirs, 9, online_link=f"https://example.org/{CANARY}")
    feed = reset_feed(person, now=now).rpartition("/")[2].removesuffix(".ics")
    return {**{name: one.slug for name, one in made.items()}, "<feed>": feed}


def assessments() -> dict[str, str]:
    """An assessment of the person with a link to its report, and the same of the stranger with the canary in it."""
    now, frame = timezone.now(), current_frame()
    level = Level.objects.live().filter(requirements__required__isnull=False)[0]
    for role, words in (("stranger", CANARY), ("person", "Sam")):
        user = User.objects.get(email=f"{role}@example.org")
        assessment = start_assessment(user, About(goal=level), last=None, frame=frame, now=now)
        assessment.answers.update(level=1, answered_at=now, note=words)
        shared = share_report(user, assessment, level, given_to=words, days=7, now=now)
        text = f"{words} officer\nEssential\n- Experience of SQL at {words}\n"
        advert = keep_advert(user, text, read_advert(text), now=now)
        save_statement(advert, {advert.criteria.get().pk: words}, now=now)
        plan = start_plan(user, hours_a_week=3, pays="SOMETHING", goal=level, now=now)
        add_actions(plan, [Draft(kind=ActionKind.READ, text=f"Read about {words}", note=words)], now=now)
        review_plan(plan, changed=words, review_on=timezone.localdate(now) + timedelta(days=9), now=now)
    return {
        "<level>": level.slug, "<assessment>": str(shared.assessment_id), "<shared>": str(shared.nonce),
        "<advert>": str(advert.pk), "<goal>": str(plan.goals.get().pk), "<action>": str(plan.actions.get().pk),
        "<shared secret>": report_address(shared).rstrip("/").rpartition("/")[2],
    }  # fmt: skip


def journeys() -> dict[str, str]:
    """A draft of the person, one of the stranger with the canary; the owner's is published, the reviewer's waits."""
    now = timezone.now()
    people = {
        role: User.objects.get(email=f"{role}@example.org") for role in ("person", "stranger", "owner", "reviewer")
    }
    about = {"background": "CLINICAL", "shown_as": "ANONYMOUS", "open_to_contact": True}
    for role, user in people.items():
        words = CANARY if role == "stranger" else "Sam"
        save_about(user, about={**about, "title": f"{words} went on"}, networks=(), now=now)
        for year in (2015, 2019):
            save_step(user, None, fields={"title": f"{words} officer", "from_year": year})
        save_course(user, None, fields={"name": f"{words} course"})
    learning = Learning.objects.all()[0]
    for role, words in (("person", "Sam"), ("stranger", CANARY)):
        mark_taken(people[role], learning, state="COMPLETED", on=timezone.localdate(now))
        keep_certificate(people[role], learning.pk, content=f"%PDF- {words}".encode(), now=now)
    for role in ("owner", "reviewer"):
        submit(people[role], agreed=True, now=now)
    read = Journey.objects.get(user=people["owner"])
    publish(read.pk, reviewer=User.objects.get(is_superuser=True), now=now)
    note = ask(read.pk, sender=people["person"], text="How did you begin?", now=now)
    mine = Journey.objects.get(user=people["person"])
    source = Feed.objects.create(name="News", address="https://example.org/feed")
    item = HorizonItem.objects.create(feed=source, title="New", address="https://example.org/new", found_at=now)
    fields = {"kind": "CHAT", "title": "Tea", "text": "Ask me", "where": "Online", "most_a_month": 3}
    offer = save_offer(people["person"], None, fields=fields, paused=False, now=now)
    hidden = save_offer(people["stranger"], None, fields=fields | {"title": CANARY}, paused=False, now=now)
    asked = ask_for(offer.pk, asker=people["owner"], text="May I?", now=now)
    ask_for(hidden.pk, asker=User.objects.get(is_superuser=True), text=CANARY, now=now)
    save_offer(people["stranger"], hidden.pk, fields=fields | {"title": CANARY}, paused=True, now=now)
    return {
        "<journey>": str(read.pk), "<journey to read>": str(Journey.objects.get(user=people["reviewer"]).pk),
        "<step>": str(mine.steps.all()[0].pk), "<course>": str(mine.courses.get().pk), "<note>": str(note.pk),
        "<item>": str(item.pk), "<source>": str(source.pk), "<offer>": str(offer.pk), "<request>": str(asked.uuid),
    }  # fmt: skip


@pytest.fixture
def things(
    clients: dict[str, Client], programmes: tuple[Programme, Programme], events: dict[str, str]
) -> dict[str, str]:
    """What the placeholders in the rows stand for."""
    reviewer = ProgrammeRole.objects.get(role="REVIEWER")
    letters = [
        Message.objects.create(
            letter="accounts.role_given", about_id=reviewer.pk, key=f"held {programme.pk}", scope=programme.scope,
            state=Message.State.HELD, due_at=timezone.now(), subject=programme.provider or "Words", text="Words",
            prewritten=True,
        )
        for programme in programmes
    ]  # fmt: skip
    return {
        "<role>": Role.objects.values_list("slug", flat=True)[0],
        "<skill>": Skill.objects.values_list("slug", flat=True)[0],
        "<starting point>": StartingPoint.objects.values_list("slug", flat=True)[0],
        "<learning>": Learning.objects.values_list("slug", flat=True)[0],
        "<edition>": Edition.objects.values_list("slug", flat=True)[0],
        "<programme>": programmes[0].slug,
        "<reviewer>": str(reviewer.pk),
        "<organisation>": str(Organisation.objects.create(name="Example trust", kind="TRUST").pk),
        "<held letter>": str(letters[0].pk),
        **events,
        **assessments(),
        **journeys(),
        **mentoring_things(CANARY),
        **meeting_things(CANARY),
        **round_things(*programmes, CANARY),
        "<token>": stop_url(reviewer.user_id, "events.reminder").rstrip("/").rpartition("/")[2],
    }


def address_of(name: str, things: Mapping[str, str]) -> str:
    rule = MATRIX[name]
    return reverse(name, kwargs={key: things.get(value, value) for key, value in rule.arguments.items()}) + rule.query


@pytest.mark.parametrize("name", MATRIX)
def test_every_role_gets_the_answer_of_its_row(name: str, clients: dict[str, Client], things: dict[str, str]) -> None:
    address = address_of(name, things)
    # A POST may take away what the next one asks for, so those that only read go first.
    pairs = [(role, verb) for verb in ("GET", "HEAD", "POST") for role in ROLES]
    pairs += [(role, verb) for verb in OTHER_VERBS for role in ("anonymous", "superuser")]
    answers = {(role, verb): clients[role].generic(verb, address).status_code for role, verb in pairs}
    expected = {(role, verb): MATRIX[name].expected(role, verb) for role, verb in pairs}
    assert answers == expected


@pytest.mark.parametrize("role", [role for role in ROLES if role not in MAY_READ_THE_CANARY])
def test_nobody_reads_what_belongs_to_others(role: str, clients: dict[str, Client], things: dict[str, str]) -> None:
    others = [reverse("events:event_detail", args=["their-link"]), reverse("events:event_ics", args=["their-link"])]
    for address in [*(address_of(name, things) for name in MATRIX), *others]:
        answer = clients[role].get(address)
        assert CANARY not in b"".join(answer).decode(errors="replace"), address


def test_the_canary_is_there_to_be_read(clients: dict[str, Client], things: dict[str, str]) -> None:
    for name in (
        "accounts:programme_list",
        "dashboard",
        "notifications:message_list",
        "events:organised_list",
        "planning:check_answers",
        "planning:advert_list",
        "planning:my_journey",
        "mentoring:mentor_profile",
        "mentoring:mentee_request",
        "mentoring:round_list",
    ):
        assert CANARY in clients["stranger"].get(address_of(name, things)).content.decode(), name
    assert CANARY in clients["superuser"].get("/staff/programmes/").content.decode()


def test_a_programme_answers_strangers_as_if_it_were_not_there(
    clients: dict[str, Client], things: dict[str, str]
) -> None:
    there = clients["stranger"].get("/staff/programmes/digital-fellowship/team/")
    nowhere = clients["stranger"].get("/staff/programmes/no-such-programme/team/")
    assert there.status_code == nowhere.status_code == 404


# Mail programs POST there by themselves; what allows it is the signed address (RFC 8058).
OPEN_TO_OTHER_SITES = {"accounts:letter_stop"}


def test_every_form_needs_a_token_from_this_site(things: dict[str, str]) -> None:
    visitor, signed_in = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    signed_in.force_login(User.objects.get(is_superuser=True))
    accepted = set()
    for name, rule in MATRIX.items():
        for client in (visitor, signed_in):
            if rule.post != 405 and client.post(address_of(name, things), {"anything": "x"}).status_code != 403:
                accepted.add(name)
    assert accepted == OPEN_TO_OTHER_SITES


@pytest.mark.parametrize(
    ("role", "status"), [("anonymous", 302), ("person", 302), ("deactivated", 302), ("staff", 200), ("superuser", 200)]
)
def test_admin_is_for_staff_alone(role: str, status: int, clients: dict[str, Client]) -> None:
    assert clients[role].get("/admin/").status_code == status


@pytest.mark.parametrize("role", ["anonymous", "person", "deactivated", "staff"])
def test_no_admin_page_shows_the_catalogue_to_someone_without_permission(role: str, clients: dict[str, Client]) -> None:
    patterns = [name for name, _ in named_patterns(get_resolver()) if name.endswith("_changelist")]
    assert len(patterns) > 10, "the catalogue can be corrected in admin"
    for name in patterns:
        assert clients[role].get(reverse(name)).status_code in (302, 403), name


# Sessions, the list of devices they are on, counts of tries and what was read: nothing else is written by reading.
MAY_BE_WRITTEN = ("django_session", "usersessions_usersession", '"cache"', "accounts_auditentry")


@pytest.mark.parametrize("role", ROLES)
def test_reading_pages_writes_nothing(role: str, things: dict[str, str], clients: dict[str, Client]) -> None:

    for name in MATRIX:
        for verb in ("GET", "HEAD"):
            with CaptureQueriesContext(connection) as queries:
                clients[role].generic(verb, address_of(name, things))
            reads = ("SELECT", "DECLARE", "SAVEPOINT", "RELEASE")
            wrote = [query["sql"] for query in queries if not query["sql"].lstrip().upper().startswith(reads)]
            assert not [sql for sql in wrote if not any(table in sql for table in MAY_BE_WRITTEN)], (name, wrote)
