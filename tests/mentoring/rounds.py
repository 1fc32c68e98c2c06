"""Small rounds for tests: people with few words, and random ones of every shape."""

from hypothesis import strategies as st

from mentoring.engine import (
    Bar,
    Draft,
    Fixed,
    Gap,
    Given,
    Mentee,
    Mentor,
    Objective,
    Round,
    Rule,
    Weights,
)

BARS = (Rule.DECLINED, Rule.MET, Rule.VETO, Rule.NOT_THESE_TWO)
SKILLS = ("python", "sql", "writing")


def chosen(draft: Draft) -> set[tuple[str, str]]:
    return {(pair.mentee, pair.mentor) for pair in draft.pairs}


def given(scores: dict[str, int], **details: object) -> Round:
    """``{"ann bob": 70}``: mentee ann, mentor bob, 70 of 100 points. One mentor wanted by each, one place each."""
    pairs = {tuple(names.split()): score for names, score in scores.items()}
    return Round(
        **{
            "mentees": [Mentee(id=name) for name in sorted({mentee for mentee, _ in pairs})],
            "mentors": [Mentor(id=name) for name in sorted({mentor for _, mentor in pairs})],
            "scheme": Given(pairs, 100),  # type: ignore[arg-type]
            **details,
        }  # type: ignore[arg-type]
    )


def some(draw: st.DrawFn, words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(draw(st.lists(st.sampled_from(words), max_size=2)))


@st.composite
def rounds(draw: st.DrawFn, most: int = 5) -> Round:
    """People of all kinds: some are mentor and mentee, some manage others, some pairs are live, pinned or barred."""
    number = st.integers(0, 4)

    def details() -> dict[str, object]:
        return {
            "organisation": draw(st.sampled_from(["", "north", "south"])),
            "other_organisation": draw(st.booleans()),
            "managers": tuple(draw(st.lists(st.sampled_from(["p0", "p1", "p2"]), max_size=1))),
            "band": draw(st.none() | number),
            "region": draw(st.sampled_from(["", "Wales", "London"])),
            "remote": draw(st.booleans()),
            "times": some(draw, ("monday morning", "monday evening", "friday morning")),
            "motivations": some(draw, ("career", "network")),
            "experiences": some(draw, ("carer",)),
            "formats": some(draw, ("ongoing", "one-off")),
        }

    def gaps() -> dict[str, Gap]:
        levels = {skill: sorted(draw(st.lists(number, min_size=2, max_size=2, unique=True))) for skill in SKILLS}
        return {skill: Gap(*pair) for skill, pair in levels.items() if draw(st.booleans())}

    mentees = [
        Mentee(
            id=f"p{n}", wanted=draw(st.integers(0, 3)), weeks=draw(st.integers(0, 20)), gaps=gaps(),
            talked_about=some(draw, SKILLS), goal_role=draw(st.sampled_from(["", "analyst"])),
            goal_family=draw(st.sampled_from(["", "data"])), shortlist=tuple(sorted(some(draw, ("p1", "p2", "q0")))),
            **details(),  # type: ignore[arg-type]
        )
        for n in range(draw(st.integers(1, most)))
    ]  # fmt: skip
    mentors = [
        Mentor(
            id=f"{draw(st.sampled_from('pq'))}{n}", places=draw(st.integers(0, 3)),
            skills={skill: draw(number) for skill in SKILLS if draw(st.booleans())},
            roles=some(draw, ("analyst", "engineer")), families=some(draw, ("data", "digital")),
            **details(),  # type: ignore[arg-type]
        )
        for n in range(draw(st.integers(1, most)))
    ]  # fmt: skip
    ids = st.tuples(st.sampled_from([one.id for one in mentees]), st.sampled_from([one.id for one in mentors]))
    return Round(
        mentees=mentees,
        mentors=mentors,
        scheme=draw(
            st.sampled_from([Weights(), Weights(gaps=3, new_ground=2, shortlist=2, goal=0), _given(draw, ids)])
        ),
        fixed=[Fixed(*pair, draw(st.booleans())) for pair in draw(st.lists(ids, max_size=3))],
        bars=[Bar(*pair, draw(st.sampled_from(BARS))) for pair in draw(st.lists(ids, max_size=4))],
        floor=draw(st.sampled_from([0, 0, 20, 50])),
        objective=draw(st.sampled_from(Objective)),
    )


def _given(draw: st.DrawFn, ids: st.SearchStrategy[tuple[str, str]]) -> Given:
    return Given(draw(st.dictionaries(ids, st.integers(0, 100), max_size=12)), 100)
