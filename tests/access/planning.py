"""What belongs to one person, and what people tell and offer."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from careers.frame import current_frame
from careers.models import Learning, Level
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
from tests.access.rules import (
    CANARY,
    EVERYBODY,
    GOES_ON,
    HAVE_BEGUN,
    PERSON,
    PERSON_GOES_ON,
    PUBLIC,
    SIGNED_IN,
    Rule,
    only,
)

LEVEL = {"slug": "<level>"}
ADVERT = {"advert_id": "<advert>"}
ACTION = {"action_id": "<action>"}
# Staff read what people hand in; these four have a journey of their own.
JOURNEY_STAFF = only("staff", "superuser")
HAVE_A_JOURNEY = only("person", "stranger", "owner", "reviewer", others=404)
HAVE_A_JOURNEY_GO_ON = only("person", "stranger", "owner", "reviewer", answer=302, others=404)
JOURNEY, TO_READ = {"journey_id": "<journey>"}, {"journey_id": "<journey to read>"}

ROWS: dict[str, Rule] = {
    "planning:assessment_start": Rule(200, GOES_ON),
    "planning:assessment_about": Rule(HAVE_BEGUN, GOES_ON),
    "planning:skill_answer": Rule(HAVE_BEGUN, HAVE_BEGUN, {"number": "1"}),
    "planning:skill_add": Rule(HAVE_BEGUN, HAVE_BEGUN, query="?q=data"),
    "planning:statements_choose": Rule(HAVE_BEGUN, GOES_ON, {"page": "strengths"}),
    "planning:check_answers": Rule(HAVE_BEGUN, GOES_ON),
    # For those who have begun signed out: tests/planning has them.
    "planning:code_make": Rule(GOES_ON, GOES_ON),
    "planning:assessment_clear": Rule(GOES_ON, GOES_ON),
    "planning:code_return": Rule(200, 200),
    "planning:assessment_import": Rule(200, 200),
    "planning:export_csv": Rule(HAVE_BEGUN, open=True),
    "planning:export_json": Rule(HAVE_BEGUN, open=True),
    "planning:fit_list": Rule(HAVE_BEGUN, open=True),
    "planning:history": Rule(SIGNED_IN),
    "planning:history_detail": Rule(PERSON, arguments={"assessment_id": "<assessment>"}),
    "planning:history_delete": Rule(PERSON, PERSON_GOES_ON, {"assessment_id": "<assessment>"}),
    "planning:goal_set": Rule(GOES_ON, GOES_ON, LEVEL),
    "planning:share": Rule(HAVE_BEGUN, HAVE_BEGUN, LEVEL),
    "planning:shared_list": Rule(SIGNED_IN),
    "planning:shared_revoke": Rule(PERSON, PERSON_GOES_ON, {"nonce": "<shared>"}),
    "planning:advert_read": Rule(200, 200),
    "planning:advert_list": Rule(SIGNED_IN),
    "planning:advert_detail": Rule(PERSON, arguments=ADVERT),
    "planning:advert_facts": Rule(PERSON, PERSON, ADVERT),
    "planning:advert_delete": Rule(PERSON, PERSON_GOES_ON, ADVERT),
    # Without the name of a level there is none; tests/planning/test_adverts.py has those with one.
    "planning:advert_goal": Rule(only(*EVERYBODY, answer=405), only(others=404), ADVERT),
    "planning:criterion_add": Rule(PERSON, PERSON, ADVERT),
    "planning:criterion_edit": Rule(PERSON, PERSON, ADVERT | {"number": "1"}),
    "planning:advert_statement": Rule(PERSON, PERSON_GOES_ON, ADVERT),
    "planning:statement_text": Rule(PERSON, arguments=ADVERT),
    "planning:statement_docx": Rule(PERSON, arguments=ADVERT),
    "planning:plan": Rule(HAVE_BEGUN),
    "planning:plan_about": Rule(SIGNED_IN, SIGNED_IN),
    "planning:goal_add": Rule(HAVE_BEGUN, HAVE_BEGUN),
    # These are buttons. Of others' goals and actions there is nothing.
    "planning:goal_remove": Rule(only(*EVERYBODY, answer=405), GOES_ON | {"stranger": 404}, {"number": "<goal>"}),
    "planning:route_choose": Rule(GOES_ON, GOES_ON, LEVEL),
    "planning:plan_review": Rule(HAVE_BEGUN, HAVE_BEGUN),
    "planning:plan_calendar": Rule(HAVE_BEGUN),
    "planning:plan_suggest": Rule(HAVE_BEGUN, HAVE_BEGUN),
    "planning:plan_templates": Rule(HAVE_BEGUN, HAVE_BEGUN),
    "planning:plan_feedback": Rule(HAVE_BEGUN, HAVE_BEGUN),
    "planning:action_add": Rule(HAVE_BEGUN, HAVE_BEGUN),
    "planning:action_edit": Rule(PERSON, PERSON, ACTION),
    "planning:action_state": Rule(only(*EVERYBODY, answer=405), PERSON_GOES_ON, ACTION),
    "planning:action_delete": Rule(PERSON, PERSON_GOES_ON, ACTION),
    "planning:plan_delete": Rule(HAVE_BEGUN, GOES_ON),
    "planning:journey_list": PUBLIC,
    "planning:journey_moves": PUBLIC,
    "planning:journey_detail": Rule(arguments=JOURNEY),
    # Not one's own, which is this one for the owner of the programme.
    "planning:journey_ask": Rule({**SIGNED_IN, "owner": 404}, {**SIGNED_IN, "owner": 404}, JOURNEY),
    "planning:my_journey": Rule(SIGNED_IN),
    "planning:journey_about": Rule(SIGNED_IN, SIGNED_IN),
    "planning:step_add": Rule(HAVE_A_JOURNEY, HAVE_A_JOURNEY),
    "planning:step_edit": Rule(PERSON, PERSON, {"part_id": "<step>"}),
    "planning:course_add": Rule(HAVE_A_JOURNEY, HAVE_A_JOURNEY),
    "planning:course_edit": Rule(PERSON, PERSON, {"part_id": "<course>"}),
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
    "planning:offer_edit": Rule(PERSON, PERSON, {"offer_id": "<offer>"}),
    "planning:request_list": Rule(SIGNED_IN),
    # The owner of the programme asked the person; only they may call it off.
    "planning:request_detail": Rule(only("person", "owner", others=404), PERSON, {"request_id": "<request>"}),
    "planning:request_withdraw": Rule(
        only(*EVERYBODY, answer=405), only("owner", answer=302, others=404), {"request_id": "<request>"}
    ),
    "planning:watch_list": Rule(SIGNED_IN),
    "planning:watch_edit": Rule(SIGNED_IN, GOES_ON, {"kind": "course", "slug": "<learning>"}),
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
}


def things() -> dict[str, str]:
    return {**_assessments(), **_journeys()}


def _assessments() -> dict[str, str]:
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


def _journeys() -> dict[str, str]:
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
