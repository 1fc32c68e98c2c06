"""``make bench`` runs each benchmark, and nothing that is none."""

import os
import re
import subprocess
import sys
from pathlib import Path


def test_what_make_bench_runs_can_start(root: Path) -> None:
    words = ["make", "--dry-run", "--assume-old=setup", "bench"]
    recipe = subprocess.run(words, cwd=root, capture_output=True, text=True, check=True).stdout
    names = re.search(r"for name in (.*?);", recipe)
    assert names
    assert {"pages", "pathways", "search"} <= set(names[1].split())
    for name in names[1].split():
        # Without settings, as make starts it: a module that needs Django at once is not a benchmark.
        program = [sys.executable, "-c", f"import benchmarks.{name}"]
        answer = subprocess.run(program, cwd=root, env={"PATH": os.environ["PATH"]}, capture_output=True, check=False)
        assert answer.returncode == 0, (name, answer.stderr.decode())
