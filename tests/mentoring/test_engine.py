"""What holds for the engine as a whole."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mentoring.engine import Gap, Mentee, Mentor


def test_the_engine_runs_without_django(root: Path) -> None:
    program = """
import sys
from mentoring.engine import Gap, Mentee, Mentor, Round, find_pairs
mentee, mentor = Mentee(id="a", gaps={"sql": Gap(1, 2)}), Mentor(id="b", skills={"sql": 3})
draft = find_pairs(Round(mentees=[mentee], mentors=[mentor]))
assert [(pair.mentee, pair.mentor, pair.points) for pair in draft.pairs] == [("a", "b", 50)], draft
assert "django" not in sys.modules
"""
    answer = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    "make",
    [
        lambda: Mentee(id="a", wanted=-1),
        lambda: Mentee(id="a", weeks=-1),
        lambda: Mentee(id="a", gaps={"sql": Gap(2, 2)}),
        lambda: Mentee(id="a", gaps={"sql": Gap(3, 1)}),
        lambda: Mentor(id="a", places=-1),
        lambda: Mentor(id="a", skills={"sql": -1}),
    ],
)
def test_people_that_make_no_sense_are_refused(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"must not be below 0|higher level"):
        make()
