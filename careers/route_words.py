"""Routes in sentences, for the person who asked."""

from collections.abc import Sequence

from careers.frame import NO_BAND, Frame
from careers.models import Level, Registration
from careers.pathways import Move, Route, Why
from careers.route_picture import Stop
from common.vocabulary import Band, Profession

NUMBERS = ("no", "one", "two", "three", "four", "five")
_SINGLE_POSTS = ("head of", "director", "deputy director", "chief", "deputy chief")  # there is one: no article
_SOUNDS_LIKE_A_CONSONANT = ("user", "uni", "use")


def in_sentence(name: str) -> str:
    """A title as it reads inside a sentence: "digital change manager", but "IT service manager", "DevOps engineer"."""
    first = name.split(" ", 1)[0]
    return name if any(letter.isupper() for letter in first[1:]) else name[:1].lower() + name[1:]


def with_article(name: str) -> str:
    """ "a digital change manager", "an IT service manager", "head of digital change"."""
    words = in_sentence(name)
    lower = words.lower()
    if lower.startswith(_SINGLE_POSTS):
        return words
    first = words.split(" ", 1)[0]
    if first.isupper():
        return f"{'an' if first[0] in 'AEFHILMNORSX' else 'a'} {words}"
    vowel = lower[:1] in "aeiou" and not lower.startswith(_SOUNDS_LIKE_A_CONSONANT)
    return f"{'an' if vowel else 'a'} {words}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def band_words(rank: int) -> str:
    """ "band 6", "very senior manager", or an empty string for no band."""
    if rank == NO_BAND:
        return ""
    label = Band.from_rank(rank).label
    return label[:1].lower() + label[1:]


def moves_words(number: int) -> str:
    """ "one move", "two moves"."""
    return f"{NUMBERS[number]} move{'' if number == 1 else 's'}"


def headline(goal: str, route: Route) -> str:
    """The answer in one sentence."""
    if route.direct:
        return f"You could apply to be {with_article(goal)} now"
    return f"You could be {with_article(goal)} in {moves_words(len(route.moves))}"


def first_step(frame: Frame, route: Route) -> str:
    """What to do first, or an empty string where the headline says it."""
    if route.direct:
        return ""
    return f"The first step is {with_article(frame.levels.names[route.levels[0]])}. You could apply for that now."


def route_heading(frame: Frame, route: Route) -> str:
    """What sets a route apart from the others: "Apply now", or what it leads through."""
    if route.direct:
        return "apply now"
    passed = [in_sentence(frame.levels.names[level]) for level in route.levels[:-1]]
    return f"by way of {listed(passed)}"


def learn_words(move: Move) -> str:
    """How much there is to learn for a move: "5 skills to learn"."""
    number = len(move.gained)
    return f"{number} skill{'' if number == 1 else 's'} to learn" if number else "Nothing new to learn"


def route_sentence(route: Route) -> str:
    """How long a route is and how much there is to learn on it."""
    skills = len({skill for move in route.moves for skill, _, _ in move.gained})
    learn = f"{skills} skill{'' if skills == 1 else 's'} to learn or take further" if skills else "nothing new to learn"
    moves = moves_words(len(route.moves))
    return f"{moves[:1].upper()}{moves[1:]}, with {learn}."


def move_sentence(move: Move, *, first: bool) -> str:
    """How much of the level is there before the move."""
    if not move.ready:
        return "Everything it asks for would be new to you."
    if move.ready == 100:
        return "You already have everything it asks for." if first else "By then you would have everything it asks for."
    return f"{'You already have' if first else 'By then you would have'} {move.ready}% of what it asks for."


def why_sentence(move: Move, *, first: bool) -> str:
    """Why the move is possible."""
    if move.why is Why.NEXT_RUNG:
        return f"It is the next step up in a role you {'hold' if first else 'would hold by then'}."
    if move.why is Why.ENTRY:
        return "It is an entry level: training is given, so you can apply with less than half of it."
    return "Half of it is enough to apply."


def band_sentence(move: Move) -> str:
    """The step in band, or an empty string where one end is not known."""
    step = move.band_step
    if step is None:
        return ""
    if step == 0:
        return f"You would stay at {band_words(move.band_after)}."
    number = NUMBERS[abs(step)] if abs(step) < len(NUMBERS) else str(abs(step))
    return (
        f"{number.capitalize()} band{'' if abs(step) == 1 else 's'} {'up' if step > 0 else 'down'}, "
        f"from {band_words(move.band_before)} to {band_words(move.band_after)}."
    )


def registration_sentence(move: Move, level: Level) -> str:
    """What to know about registration, or an empty string where none is needed."""
    if level.registration == Registration.YES:
        return f"Open only to people registered as {professions_words(level.professions)}, as you are."
    if move.registration_sometimes:
        return "Some employers ask for a professional registration here: read the advert."
    return ""


def professions_words(professions: Sequence[str]) -> str:
    """ "nurse or midwife"."""
    return listed([Profession(profession).label.lower() for profession in professions], "or")


def in_one_breath(stops: Sequence[Stop]) -> str:
    """What the picture of a route shows, for those who hear it."""
    start, *moves = stops
    parts = [f"From {_where(start)}"]
    parts += [f"to {_where(stop)}, {stop.ready}% there already, {stop.learn.lower()}" for stop in moves]
    return f"{'; then '.join([' '.join(parts[:2]), *parts[2:]])}."


def _where(stop: Stop) -> str:
    return f"{in_sentence(stop.name)}{f', {in_sentence(stop.band)}' if stop.band else ''}"
