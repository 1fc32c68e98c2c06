"""Turns feedback on an application into actions: each sentence with the skills it speaks of, and what builds them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from careers.frame import Frame
from careers.models.eligibility import Applicant
from careers.roles.building import ways_to_build
from planning.adverts.files import clean
from planning.adverts.links import Lexicon, Link
from planning.adverts.prose import semicolons, sentences
from planning.adverts.reading import current_lexicon
from planning.gap import Need
from planning.learning_taken import completed_by
from planning.models import ActionKind, Horizon
from planning.plans.clock import UNTIL_REVIEW
from planning.plans.filling import AFTER_A_COURSE, Suggestion, at_work
from planning.plans.keeping import Draft
from planning.plans.options import Course, options_for
from planning.standing import Standing

LONGEST_FEEDBACK = 10_000
MOST_SENTENCES = 40
LONGEST_QUOTE = 300
HIGHEST = 4
# How panels judge. Adverts have none of these words, so beside them a skill would count for less than it does there.
_JUDGING = re.compile(
    r"\b(?:you|your|we|the panel|was|were|would have|did not|didn't|not|enough|more|less|little|lack\w*|score[ds]?|"
    r"scoring|low|lower|lowest|weak\w*|strong\w*|thin|poor\w*|limited|need\w*|improv\w*|answers?|examples?|evidence|"
    r"show\w*|felt|like[ds]?|wanted|see|heard?|interview\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Point:
    """A sentence of the feedback, and what could be done about it."""

    words: str
    actions: tuple[Suggestion, ...]


def points_of(
    text: str,
    frame: Frame,
    standing: Standing | None,
    *,
    pays: str,
    hours: int,
    person: int | None = None,
    now: datetime,
) -> list[Point]:
    """Every sentence with its actions: at work and one course for each skill it names, else one in its own words.

    The skills are found by words that stand in the sentence, as in adverts. Courses are those that the person may apply
    to, can pay, has the hours a week for and has not completed, as when a plan is filled. At most five queries.
    """  # fmt: skip
    lexicon, ways = current_lexicon(), ways_to_build()
    applicant = standing.assessment.applicant if standing else Applicant()
    place_of = {name: place for place, name in enumerate(frame.skills.names)}
    due_on = timezone.localdate(now) + UNTIL_REVIEW
    read = [
        (words, [
            (_need(frame, place_of[link.skill], standing), link.because)
            for link in _links(lexicon, words) if link.skill in place_of
        ])
        for words in _sentences(clean(text))
    ]  # fmt: skip
    needs = {need.pk: need for _, named in read for need, _ in named}
    options = options_for(needs.values(), applicant, pays=pays, hours=hours, completed=completed_by(person))
    points = []
    for number, (words, named) in enumerate(read, start=1):
        found: list[Suggestion] = []
        for need, because in named:
            why = f"{need.name}, because of “{because}”"
            work = at_work(ways, need, horizon=Horizon.NOW, due_on=due_on)
            found.append(_suggestion(f"{number}:work:{need.slug}", work.draft, words, why))
            for course in _useful(options.courses, need)[:1]:
                learn = Draft(
                    kind=course.kind, text=course.name, skill=need.pk, address=course.url, evidence=AFTER_A_COURSE,
                    due_on=due_on,
                )  # fmt: skip
                found.append(_suggestion(f"{number}:learn:{need.slug}", learn, words, why))
        if not found:
            own = Draft(kind=ActionKind.OWN, text=f"Work on this: {words[:LONGEST_QUOTE]}", due_on=due_on)
            found.append(_suggestion(f"{number}:own", own, words, "We found no skill in this"))
        points.append(Point(words, tuple(found)))
    return points


def _links(lexicon: Lexicon, words: str) -> list[Link]:
    """The skills of a sentence, by words that stand in it, also where it says how well they were shown."""
    judged = lexicon.links(" ".join(_JUDGING.sub(" ", words).split()))
    return lexicon.links(words) or [one for one in judged if all(part in words for part in one.because.split(" … "))]


def _useful(courses: Iterable[Course], need: Need) -> list[Course]:
    """Courses that take the person further in a skill: what is known to be open first, then the cheapest."""
    useful = [one for one in courses if one.offer.reaches.get(need.pk, 0) > need.have]
    return sorted(
        useful, key=lambda one: (one.offer.unknowns, one.offer.cost, one.offer.reaches[need.pk], one.name)
    )  # fmt: skip


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
