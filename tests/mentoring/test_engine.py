"""What holds for the engine as a whole."""

import subprocess
import sys
from pathlib import Path


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
