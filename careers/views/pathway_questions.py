"""A question to the pathways page that has been understood: who asks, for which goal if any, and its address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from careers.directions.words import band_words, in_sentence, listed
from careers.forms.pathways import DEFAULT_DOWN, NO_PROFESSION
from careers.frame import Frame, professions_in
from careers.pathways import Goal, Start, start_from
from careers.posts import Kind, Post
from common.vocabulary import Band, Profession


@dataclass(frozen=True)
class Asked:
    """Without a goal it asks for everything within reach."""

    now: tuple[Post, ...]
    goal: Post | None
    band: str = ""
    profession: str = ""
    down: str = DEFAULT_DOWN

    def address(self) -> str:
        pairs = [("from", post.key) for post in self.now]
        pairs += [("band", self.band)] if self.band else []
        pairs += [("profession", self.profession)] if self.profession else []
        pairs += [("to", self.goal.key)] if self.goal else []
        pairs += [("down", self.down)] if self.down != DEFAULT_DOWN else []
        return f"{reverse('careers:pathways')}?{urlencode(pairs)}"

    def professions(self, frame: Frame) -> tuple[Profession, ...]:
        """Those named; else those that the jobs usually need."""
        if self.profession == NO_PROFESSION:
            return ()
        if self.profession:
            return (Profession(self.profession),)
        mask = 0
        for post in self.now:
            mask |= int(frame.point_professions[post.index]) if post.kind is Kind.POINT else 0
        return professions_in(mask)

    def start(self, frame: Frame) -> Start:
        return start_from(
            frame,
            points=[post.index for post in self.now if post.kind is Kind.POINT],
            levels=[post.index for post in self.now if post.kind is Kind.LEVEL],
            band=Band(self.band) if self.band else None,
            professions=self.professions(frame),
            down=None if self.down == "any" else int(self.down),
        )


def goal_of(post: Post) -> Goal:
    """What the engine looks for."""
    return Goal(level=post.index) if post.kind is Kind.LEVEL else Goal(role=post.index)


def start_name(asked: Asked) -> str:
    """All that a person does now, in one breath."""
    return listed([asked.now[0].name, *(in_sentence(post.name) for post in asked.now[1:])])


def summary(asked: Asked) -> str:
    """The question in one line."""
    band = f", {band_words(Band(asked.band).rank)}" if asked.band else ""
    if asked.goal is None:
        return f"{start_name(asked)}{band}"
    return f"{start_name(asked)}{band}{',' if band else ''} to {in_sentence(asked.goal.name)}"
