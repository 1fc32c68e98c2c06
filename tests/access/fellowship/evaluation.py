"""Questionnaires and what they show."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Programme, User
from careers.models import Skill
from fellowship.evaluating.instruments import save_instrument
from fellowship.evaluating.waves import add_skill
from fellowship.models import Cohort, Fellow, Item, ItemAnswer, Response, Wave
from tests.access.rules import (
    CANARY,
    ORGANISERS,
    OWNER_FIRST,
    OWNERS,
    OWNERS_GO_ON,
    PERSON,
    POSTED,
    SIGNED_IN,
    Rule,
    only,
)

INSTRUMENT, ITEM, WAVE = {"uuid": "<questionnaire>"}, {"uuid": "<statement>"}, {"uuid": "<wave>"}
ASKED = {"uuid": "<asked cohort>"}

ROWS: dict[str, Rule] = {
    "fellowship:my_questionnaires": Rule(SIGNED_IN),
    "fellowship:questionnaire": Rule(PERSON, PERSON, WAVE),
    "fellowship:questionnaire_page": Rule(PERSON, only("person", answer=302, others=404), WAVE | {"page": "skilled"}),
    "fellowship:instrument_list": Rule(ORGANISERS),
    "fellowship:instrument_add": Rule(ORGANISERS, ORGANISERS),
    "fellowship:instrument": Rule(OWNERS, arguments=INSTRUMENT),
    "fellowship:instrument_edit": Rule(OWNERS, OWNERS, INSTRUMENT),
    "fellowship:instrument_retire": Rule(POSTED, OWNERS_GO_ON, INSTRUMENT),
    "fellowship:item_add": Rule(OWNERS, OWNERS, INSTRUMENT),
    "fellowship:item_edit": Rule(OWNERS, OWNERS, ITEM),
    "fellowship:item_up": Rule(POSTED, OWNERS_GO_ON, ITEM),
    "fellowship:item_out": Rule(POSTED, OWNER_FIRST, {"uuid": "<other statement>"}),
    "fellowship:evaluation": Rule(OWNERS, OWNERS, ASKED),
    "fellowship:cohort_skill_add": Rule(OWNERS, OWNERS, ASKED),
    "fellowship:cohort_skill_out": Rule(POSTED, OWNERS_GO_ON, ASKED | {"pk": "<cohort skill>"}),
    "fellowship:evaluation_results": Rule(OWNERS, arguments=ASKED),
    "fellowship:evaluation_written": Rule(OWNERS, arguments=ASKED),
    "fellowship:quote_set": Rule(POSTED, OWNERS_GO_ON, ASKED | {"pk": "<words>"}),
    # They are asked for their password again before the file.
    "fellowship:evaluation_csv": Rule(OWNERS_GO_ON, arguments=ASKED),
    "fellowship:evaluation_codebook": Rule(OWNERS_GO_ON, arguments=ASKED),
    "fellowship:wave_edit": Rule(OWNERS, OWNERS, WAVE),
    "fellowship:wave_people": Rule(OWNERS, arguments=WAVE),
    "fellowship:wave_out": Rule(POSTED, OWNER_FIRST, WAVE),
}


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    """A cohort of each with a questionnaire: asked now, and answered by enough people a while ago."""
    person = User.objects.get(email="person@example.org")
    made = {}
    for programme, words in ((theirs, CANARY), (ours, "Sam")):
        made = _asked(programme, words, person if programme == ours else None)
    return made


def _asked(programme: Programme, words: str, fellow: User | None) -> dict[str, str]:
    now, today = timezone.now(), timezone.localdate()
    root = User.objects.get(is_superuser=True)
    instrument = save_instrument(
        None, programme=programme, name=f"Asked by {words}", intro="", usual=True, actor=root, now=now
    )
    cohort = Cohort.objects.create(
        programme=programme, name=f"Asked {words}", slug="asked", places=20, starts_on=date(2026, 1, 5),
        ends_on=date(2026, 12, 14),
    )  # fmt: skip
    people = [User.objects.create_user(f"{words}{number}@example.net".lower()) for number in range(5)]
    for user in [*people, *([fellow] if fellow else [])]:
        Fellow.objects.create(cohort=cohort, user=user, enrolled_at=now)
    over = Wave.objects.create(
        cohort=cohort, moment=Wave.Moment.BASELINE, instrument=instrument, opens_on=today - timedelta(days=60),
        closes_on=today - timedelta(days=40),
    )  # fmt: skip
    wave = Wave.objects.create(
        cohort=cohort, moment=Wave.Moment.MIDDLE, instrument=instrument, opens_on=today,
        closes_on=today + timedelta(days=9),
    )  # fmt: skip
    add_skill(cohort, Skill.objects.live()[0])
    question = instrument.items.filter(kind=Item.Kind.TEXT)[0]
    for user in people:
        given = Response.objects.create(wave=over, user=user, handed_in_at=now, may_quote=True)
        answer = ItemAnswer.objects.create(response=given, item=question, text=f"{words} helped me")
    items = list(instrument.items.all())
    return {
        "<questionnaire>": str(instrument.uuid), "<statement>": str(items[1].uuid),
        "<other statement>": str(items[2].uuid),
        "<wave>": str(wave.uuid), "<asked cohort>": str(cohort.uuid), "<words>": str(answer.pk),
        "<cohort skill>": str(cohort.skills.get().pk),
    }  # fmt: skip
