"""The commands of docs/running.md for keeping a SQLite database and putting it back do what they say."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path


def rows(database: Path) -> list[tuple[int]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT number FROM things ORDER BY number").fetchall()


def test_a_copy_is_made_while_the_portal_runs_and_put_back(root: Path, tmp_path: Path) -> None:
    guide = (root / "docs" / "running.md").read_text()
    found = re.search(r"^ {4}(python3 -c .*portal\.sqlite3.*)\n {4}(cp .*portal\.sqlite3.*)$", guide, re.MULTILINE)
    assert found is not None
    keep, put_back = found[1].replace("python3", sys.executable, 1), found[2]
    database = tmp_path / "var" / "portal.sqlite3"
    database.parent.mkdir()
    with closing(sqlite3.connect(database)) as portal:
        # As Django writes conditions: with a function that only Django's own connections have.
        portal.create_function("django_date_extract", 2, lambda part, date: 1, deterministic=True)
        portal.execute("PRAGMA journal_mode=WAL")
        portal.execute("CREATE TABLE things (number integer CHECK (django_date_extract('day', number) = 1))")
        portal.execute("INSERT INTO things VALUES (1), (2)")
        portal.commit()
        subprocess.run(keep, shell=True, cwd=tmp_path, check=True)  # the line of the guide, as people paste it
        portal.execute("DELETE FROM things")
        portal.commit()
    assert rows(database) == []
    subprocess.run(put_back, shell=True, cwd=tmp_path, check=True)
    assert rows(database) == [(1,), (2,)]
