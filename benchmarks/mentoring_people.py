"""People for rounds: with the portal's own rules, and with those of the nearest open peer, from its distributions."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mentoring.engine import NO_PAIR, Gap, Mentee, Mentor, Points, Reason, Scoring, Term

GRADES = ("AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4")
ORGANISATIONS = tuple(f"Department {letter}" for letter in "ABCDEF")
PROFESSIONS = ("Policy", "Operational delivery", "Digital", "Finance", "Project delivery")
IDENTITIES = ("", "", "", "", "ethnicity", "disability", "LGBTQ+", "carer")

PEER_GAP = {2: 12, 1: 9}
PEER_PROFESSION = 10
PEER_IDENTITY = 6


@dataclass(frozen=True)
class PeerRules:
    """mentor-match, for the Civil Service: +12 for two grades above, +9 for one, +10 for the same profession, +6 for
    the shared identity asked for; other gaps are no pair. That organisations differ is a rule of the engine: everyone
    asks for another. Its profession is our goal family, its identity an experience."""

    def scoring(self, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Scoring:
        return PeerScoring(mentees, mentors)


class PeerScoring:
    best = max(PEER_GAP.values()) + PEER_PROFESSION + PEER_IDENTITY

    def __init__(self, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> None:
        self.mentees, self.mentors = mentees, mentors
        self.grades = np.array([mentor.band for mentor in mentors], np.int16)
        self.in_profession = {
            profession: np.array([profession in mentor.families for mentor in mentors]) for profession in PROFESSIONS
        }
        self.with_identity = {
            identity: np.array([identity in mentor.experiences for mentor in mentors]) for identity in IDENTITIES
        }

    def points(self, mentee: int) -> Points:
        person = self.mentees[mentee]
        gaps = self.grades - np.int16(person.band or 0)
        row = np.full(len(self.mentors), NO_PAIR, np.int16)
        for gap, points in PEER_GAP.items():
            row[gaps == gap] = points
        row[(row >= 0) & (self.in_profession[person.goal_family])] += PEER_PROFESSION
        for identity in person.experiences:
            row[(row >= 0) & (self.with_identity[identity])] += PEER_IDENTITY
        return row

    def reasons(self, mentee: int, mentor: int) -> tuple[Reason, ...]:
        one, other = self.mentees[mentee], self.mentors[mentor]
        above = (other.band or 0) - (one.band or 0)
        profession = PEER_PROFESSION if one.goal_family in other.families else 0
        identity = PEER_IDENTITY if one.experiences & other.experiences else 0
        return (
            Reason(Term.BANDS, PEER_GAP[above], max(PEER_GAP.values()), {"above": above}),
            Reason(Term.GOAL, profession, PEER_PROFESSION),
            Reason(Term.EXPERIENCES, identity, PEER_IDENTITY),
        )


def peer_people(mentees: int, mentors: int, *, wanted: int, seed: int) -> tuple[list[Mentee], list[Mentor]]:
    """The peer's own people: six organisations, five professions, uniform grades; every mentor has three places."""
    draw = random.Random(seed)  # nosec B311

    def details() -> dict[str, object]:
        identity = draw.choice(IDENTITIES)
        return {
            "organisation": draw.choice(ORGANISATIONS),
            "other_organisation": True,
            "band": draw.randrange(len(GRADES)),
            "experiences": frozenset({identity} - {""}),
        }

    return (
        [
            Mentee(id=f"mentee{n:05}", wanted=wanted, goal_family=draw.choice(PROFESSIONS), **details())  # type: ignore[arg-type]
            for n in range(mentees)
        ],
        [
            Mentor(id=f"mentor{n:05}", places=3, families=frozenset({draw.choice(PROFESSIONS)}), **details())  # type: ignore[arg-type]
            for n in range(mentors)
        ],
    )


def portal_people(
    mentees: int, mentors: int, *, wanted: int, places: int, seed: int = 1
) -> tuple[list[Mentee], list[Mentor]]:
    """People as the portal knows them: 60 skills, some common in a family; 8 families of 6 roles; 12 regions."""
    draw = random.Random(seed)  # nosec B311
    families = [f"family{n}" for n in range(8)]
    skills_of = {family: draw.sample([f"skill{n:02}" for n in range(60)], 16) for family in families}
    times = [f"{day}-{part}" for day in range(7) for part in ("morning", "afternoon", "evening")]
    motivations = ["career", "confidence", "network", "research", "leading", "moving"]
    organisations = max(6, (mentees + mentors) // 60)

    def details(band: int) -> dict[str, object]:
        return {
            "organisation": f"organisation{draw.randrange(organisations)}",
            "other_organisation": draw.random() < 0.2,
            "band": band,
            "region": f"region{draw.randrange(12)}",
            "remote": draw.random() < 0.6,
            "times": frozenset(draw.sample(times, draw.randrange(2, 9))),
            "motivations": frozenset(draw.sample(motivations, 2)),
            "experiences": frozenset(
                {draw.choice(("carer", "returner", "first in family"))} if draw.random() < 0.2 else ()
            ),
        }

    people = []
    for number in range(mentees):
        family = draw.choice(families)
        gaps = {}
        for skill in draw.sample(skills_of[family], draw.randrange(2, 8)):
            have = draw.randrange(4)
            gaps[skill] = Gap(have, draw.randrange(have + 1, 5))
        people.append(
            Mentee(
                id=f"mentee{number:05}", wanted=wanted, weeks=draw.randrange(20), gaps=gaps, goal_family=family,
                goal_role=f"{family}-{draw.randrange(6)}", **details(draw.randrange(3, 9)),  # type: ignore[arg-type]
            )
        )  # fmt: skip
    others = []
    for number in range(mentors):
        family = draw.choice(families)
        skills = {skill: draw.randrange(1, 5) for skill in draw.sample(skills_of[family], draw.randrange(5, 13))}
        skills.update({f"skill{draw.randrange(60):02}": draw.randrange(1, 4) for _ in range(3)})
        others.append(
            Mentor(
                id=f"mentor{number:05}", places=places, skills=skills, families=frozenset({family}),
                roles=frozenset(f"{family}-{draw.randrange(6)}" for _ in range(2)),
                **details(draw.randrange(4, 11)),  # type: ignore[arg-type]
            )
        )  # fmt: skip
    return people, others
