"""``make bench`` runs each benchmark, and nothing that is none."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import resolve

from portal.pages.robots import LISTED
from tests.access.matrix import MATRIX


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


def test_every_public_page_of_the_catalogue_is_measured() -> None:
    from benchmarks.pages import PAGES

    measured = {resolve(urlsplit(page).path).view_name for page in PAGES}
    public = {name for name, rule in MATRIX.items() if rule.is_public and name.startswith("careers:")}
    assert public - measured == set()
    assert set(LISTED) - measured == set()
