"""Turns feedback on an application into actions: each sentence with the skills it speaks of, and what builds them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from careers.frame import Frame
from careers.models.eligibility import Applicant
from careers.roles.building import ways_to_build
from planning.adverts.files import clean
from planning.adverts.prose import semicolons, sentences
from planning.adverts.reading import current_lexicon
from planning.gap import Need
from planning.models import ActionKind, Horizon
from planning.next_steps import open_lessons
from planning.plans.clock import UNTIL_REVIEW
from planning.plans.filling import Suggestion, at_work, evidence_for
from planning.plans.keeping import Draft
from planning.standing import Standing

LONGEST_FEEDBACK = 10_000
MOST_SENTENCES = 40
LONGEST_QUOTE = 300
HIGHEST = 4


@dataclass(frozen=True)
class Point:
    """A sentence of the feedback, and what could be done about it."""

    words: str
    actions: tuple[Suggestion, ...]


def points_of(text: str, frame: Frame, standing: Standing | None, *, now: datetime) -> list[Point]:
    """Every sentence with its actions: at work and one course for each skill it names, else one in its own words.

    The skills are found by words that stand in the sentence, as in adverts. At most five queries.
    """
    lexicon, ways = current_lexicon(), ways_to_build()
    applicant = standing.assessment.applicant if standing else Applicant()
    lessons = open_lessons(frame, applicant)
    place_of = {name: place for place, name in enumerate(frame.skills.names)}
    due_on = timezone.localdate(now) + UNTIL_REVIEW
    points = []
    for number, words in enumerate(_sentences(clean(text)), start=1):
        found: list[Suggestion] = []
        for link in lexicon.links(words):
            if link.skill not in place_of:
                continue
            need = _need(frame, place_of[link.skill], standing)
            why = f"{need.name}, because of “{link.because}”"
            work = at_work(ways, need, horizon=Horizon.NOW, due_on=due_on)
            found.append(_suggestion(f"{number}:work:{need.slug}", work.draft, words, why))
            useful = [lesson for lesson in lessons.get(need.pk, ()) if lesson.reaches > need.have]
            useful.sort(key=lambda one: (len(one.not_known), one.cost_order, one.reaches, one.name))
            for lesson in useful[:1]:
                course = Draft(
                    kind=ActionKind.LEARN, text=lesson.name, skill=need.pk, address=lesson.url,
                    evidence=evidence_for(ways, need.pk), due_on=due_on,
                )  # fmt: skip
                found.append(_suggestion(f"{number}:learn:{need.slug}", course, words, why))
        if not found:
            own = Draft(kind=ActionKind.OWN, text=f"Work on this: {words[:LONGEST_QUOTE]}", due_on=due_on)
            found.append(_suggestion(f"{number}:own", own, words, "We found no skill in this"))
        points.append(Point(words, tuple(found)))
    return points


def _sentences(text: str) -> Iterable[str]:
    """Sentences, and the parts of lists, in one line each."""
    found = []
    start = 0
    for line in text.split("\n"):
        for first, last in sentences(text, start, start + len(line)):
            found += [" ".join(text[a:b].split()).lstrip("-•* ") for a, b in semicolons(text, first, last)]
        start += len(line) + 1
    return [one for one in found if any(letter.isalpha() for letter in one)][:MOST_SENTENCES]


def _need(frame: Frame, place: int, standing: Standing | None) -> Need:
    """A step up in a skill from where the person stands."""
    have = int(standing.have[place]) if standing else 0
    pk = frame.skills.ids[place]
    return Need(
        place, pk, frame.skills.slugs[place], frame.skills.names[place], min(HIGHEST, have + 1), have,
        standing.knows(pk) if standing else False,
    )  # fmt: skip


def _suggestion(key: str, draft: Draft, words: str, why: str) -> Suggestion:
    kept = Draft(
        kind=draft.kind, text=draft.text, skill=draft.skill, address=draft.address, evidence=draft.evidence,
        due_on=draft.due_on, note=f"From feedback: {words[:LONGEST_QUOTE]}",
    )  # fmt: skip
    return Suggestion(key, kept, why)
