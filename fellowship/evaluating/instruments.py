"""Questionnaires and their items. What was answered keeps its words: changing it retires it and begins a new one."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts import audit
from accounts.models import Programme, User
from common.refusals import Refused
from fellowship.models import Aim, Instrument, Item

MOST_ITEMS = 60

# Ours, for programmes that have none: short, in the order of the aims, one turned round in each so that nobody only
# ticks down the page.
USUAL: tuple[tuple[str, str, str, bool], ...] = (
    (Aim.SKILLED, Item.Kind.SCALE, "I can lead a digital project from an idea to something people use.", False),
    (Aim.SKILLED, Item.Kind.SCALE, "I can explain a digital change to people who did not ask for it.", False),
    (Aim.SKILLED, Item.Kind.SCALE, "I can measure whether a change has made care or work better.", False),
    (Aim.SKILLED, Item.Kind.SCALE, "I often feel out of my depth in talks about data or technology.", True),
    (Aim.SKILLED, Item.Kind.TEXT, "What can you do now that you could not do before, or what do you hope to learn?",
     False),
    (Aim.CONNECTED, Item.Kind.SCALE, "I know whom to ask when I am stuck with a digital problem.", False),
    (Aim.CONNECTED, Item.Kind.SCALE, "I can reach people who decide about digital work in my organisation.", False),
    (Aim.CONNECTED, Item.Kind.SCALE, "I learn from people outside my own organisation.", False),
    (Aim.CONNECTED, Item.Kind.SCALE, "I am alone with my digital ideas.", True),
    (Aim.CONNECTED, Item.Kind.TEXT, "Which new contact has helped you most, and how?", False),
    (Aim.INSPIRED, Item.Kind.SCALE, "I see myself leading digital change in five years.", False),
    (Aim.INSPIRED, Item.Kind.SCALE, "I encourage others to try digital ways of working.", False),
    (Aim.INSPIRED, Item.Kind.SCALE, "I have the courage to begin something that may fail.", False),
    (Aim.INSPIRED, Item.Kind.SCALE, "I have thought of leaving digital work.", True),
    (Aim.INSPIRED, Item.Kind.TEXT, "What keeps you going?", False),
)  # fmt: skip


class NameTaken(Refused):
    """The programme has a questionnaire of that name. Choose another name."""


class TooManyItems(Refused):
    """That is enough for one questionnaire: people answer on a phone, in a break. Take something out first."""


class InUse(Refused):
    """A cohort is asked with this questionnaire. Choose another for it first."""


@transaction.atomic
def save_instrument(
    instrument: Instrument | None, *, programme: Programme, name: str, intro: str, usual: bool = False, actor: User,
    now: datetime,
) -> Instrument:  # fmt: skip
    """Make or change a questionnaire; a new one may begin with our usual items. Raises NameTaken."""
    is_new = instrument is None
    if instrument is None:
        instrument = Instrument(programme=programme)
    instrument.name, instrument.intro = name, intro
    try:
        with transaction.atomic():
            instrument.save()
    except IntegrityError:
        raise NameTaken from None
    if is_new and usual:
        Item.objects.bulk_create(
            Item(instrument=instrument, aim=aim, kind=kind, text=text, is_reversed=turned, position=position)
            for position, (aim, kind, text, turned) in enumerate(USUAL)
        )
    audit.record(
        actor=actor, action="fellowship.questionnaire_made" if is_new else "fellowship.questionnaire_changed",
        about=instrument, scope=programme.scope, now=now,
    )  # fmt: skip
    return instrument


@transaction.atomic
def save_item(instrument: Instrument, item: Item | None, *, aim: str, kind: str, text: str, is_reversed: bool) -> Item:
    """Add an item, or change one. One that was answered is retired and the changed one takes its place.

    Raises TooManyItems.
    """
    _lock(instrument)
    if item is None:
        live = instrument.items.filter(is_retired=False)
        if live.count() >= MOST_ITEMS:
            raise TooManyItems
        last = live.aggregate(last=Max("position"))["last"]
        item = Item(instrument=instrument, position=0 if last is None else last + 1)
    elif (item.aim, item.kind, item.text, item.is_reversed) == (aim, kind, text, is_reversed):
        return item
    elif item.answers.exists():
        item.is_retired = True
        item.save()
        item = Item(instrument=instrument, position=item.position)
    item.aim, item.kind, item.text = aim, kind, text
    item.is_reversed = is_reversed and kind == Item.Kind.SCALE
    item.save()
    return item


@transaction.atomic
def take_item_out(item: Item) -> None:
    """Delete an item; one that was answered is retired, so that its answers keep their words."""
    _lock(item.instrument)
    if item.answers.exists():
        item.is_retired = True
        item.save()
    else:
        item.delete()


@transaction.atomic
def move_item_up(item: Item) -> None:
    """Swap an item with the one before it; the first stays where it is."""
    _lock(item.instrument)
    live = list(item.instrument.items.filter(is_retired=False))
    place = [one.pk for one in live].index(item.pk) if not item.is_retired else 0
    if place:
        live[place - 1], live[place] = live[place], live[place - 1]
        for position, one in enumerate(live):
            one.position = position
        Item.objects.bulk_update(live, ["position"])


@transaction.atomic
def retire(instrument: Instrument, *, actor: User, now: datetime) -> None:
    """Stop offering a questionnaire. Cohorts that were asked with it keep their answers. Raises InUse."""
    _lock(instrument)
    if instrument.waves.filter(closes_on__gte=now.date()).exists():
        raise InUse
    instrument.is_retired = True
    instrument.save()
    audit.record(
        actor=actor, action="fellowship.questionnaire_retired", about=instrument, scope=instrument.programme.scope,
        now=now,
    )  # fmt: skip


def _lock(instrument: Instrument) -> None:
    Instrument.objects.select_for_update(of=("self",), no_key=True).get(pk=instrument.pk)
