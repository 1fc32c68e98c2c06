"""What finding routes costs: CPU, sequences of moves looked at, and how often the answer is only the best found.

    python -m benchmarks.pathways

Questions are drawn at random, always the same ones: half from a starting point at one of its typical bands to any
level, half from any level to any other, each with the registrations of the post. On the shipped framework besides from
a starting point to a role at whichever level is nearest, at any band, with one registration or none, as far down as it
takes: without a route, every level of the role is searched in vain. Three frameworks: the shipped one; ten disjoint
copies of it, as the page benchmark uses; and ten copies that need the same skills, with every seventh required level
and every tenth band changed, so that ten times as many levels lie on the way. CPU is process time in milliseconds; the
frame is warm, as it is for every request but the first after a change.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

TO_ROLES = "shipped, to roles, as far down as it takes"
QUESTIONS = {"shipped": 4000, TO_ROLES: 3000, "ten disjoint copies": 500, "ten copies with the same skills": 500}
CHANGED_LEVELS, CHANGED_BANDS = 1 / 7, 1 / 10


def main(arguments: list[str]) -> None:
    """Load the catalogue into a database of its own, and measure there."""
    if arguments:
        measure()
        return
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'pathways.sqlite3'}",
            "REDIS_URL": "",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "LOG_LEVEL": "ERROR",
            "OMP_NUM_THREADS": "1",
        }
        for command in (["migrate", "-v0"], ["load_catalogue", "-v0"]):
            subprocess.run([sys.executable, "manage.py", *command], env=environment, check=True)
        subprocess.run([sys.executable, "-m", "benchmarks.pathways", "measure"], env=environment, check=True)


def measure() -> None:
    """Print one table."""
    import django

    django.setup()
    from careers.frame import build_frame

    started = time.process_time()
    frame = build_frame()
    print(f"Building the frame: {1000 * (time.process_time() - started):.0f} ms, once per process and revision.\n")
    frames = {
        "shipped": frame,
        TO_ROLES: frame,
        "ten disjoint copies": copies(frame, 10, same_skills=False),
        "ten copies with the same skills": copies(frame, 10, same_skills=True),
    }
    columns = ("min", "median", "p95", "p99", "max")
    print(f"{'CPU ms':44}{'questions':>10}" + "".join(f"{column:>9}" for column in columns))
    counts: dict[str, Counter[str]] = {}
    for name, one in frames.items():
        milliseconds, extended, counts[name] = ask_all(one, QUESTIONS[name], to_roles=name == TO_ROLES)
        print_row(name, milliseconds)
        print_row("  with a route", [spent for spent, found in milliseconds if found])
        print_row("  without: why not, and what is nearest", [spent for spent, found in milliseconds if not found])
        print_row("  sequences of moves looked at", extended)
    print()
    outcomes = ("no route", "1 route", "2 routes", "3 routes", "best found", "none found in time")
    print(f"{'share of questions':44}" + "".join(f"{outcome:>20}" for outcome in outcomes))
    for name, count in counts.items():
        print(f"{name:44}" + "".join(f"{count[outcome] / QUESTIONS[name]:>20.2%}" for outcome in outcomes))


def print_row(name: str, values: list[Any]) -> None:
    numbers = [value[0] if isinstance(value, tuple) else value for value in values]
    marks = np.percentile(numbers, (0, 50, 95, 99, 100))
    print(f"{name:44}{len(numbers):>10}" + "".join(f"{mark:>9.1f}" for mark in marks))


def ask_all(frame: Any, number: int, *, to_roles: bool) -> tuple[list[tuple[float, bool]], list[int], Counter[str]]:
    """(CPU ms, found a route) and sequences looked at of each question, and how many had which outcome."""
    from careers.pathways import find_routes

    chance = random.Random(20261122)
    draw = to_a_role if to_roles else to_a_level
    milliseconds, extended, counts = [], [], Counter[str]()
    for _ in range(number):
        start, goal = draw(frame, chance)
        started = time.process_time()
        outcome = find_routes(frame, start, goal)
        milliseconds.append((1000 * (time.process_time() - started), bool(outcome.routes)))
        extended.append(outcome.extended)
        routes = len(outcome.routes)
        counts["no route" if not routes else f"{routes} route{'s' if routes > 1 else ''}"] += 1
        if outcome.best_found:
            counts["best found" if routes else "none found in time"] += 1
    return milliseconds, extended, counts


def to_a_level(frame: Any, chance: random.Random) -> tuple[Any, Any]:
    """From a starting point or a level to any level."""
    from careers.frame import NO_BAND, professions_in
    from careers.pathways import Goal, start_from
    from common.vocabulary import Band

    rated = np.flatnonzero(frame.rated).tolist()
    goal = chance.choice(rated)
    if chance.random() < 0.5:
        point = chance.randrange(len(frame.points))
        low, high = int(frame.point_band_low[point]), int(frame.point_band_high[point])
        band = None if low == NO_BAND else Band.from_rank(chance.randint(low, high))
        professions = professions_in(int(frame.point_professions[point]))
        start = start_from(frame, points=[point], band=band, professions=professions)
    else:
        level = chance.choice([level for level in rated if level != goal])
        start = start_from(frame, levels=[level], professions=professions_in(int(frame.professions[level])))
    return start, Goal(level=goal)


def to_a_role(frame: Any, chance: random.Random) -> tuple[Any, Any]:
    """From a starting point to any role, at any band from 2 to 8d."""
    from careers.pathways import Goal, start_from
    from common.vocabulary import Band, Profession

    point = chance.randrange(len(frame.points))
    role = chance.choice([role for role, levels in enumerate(frame.role_levels) if frame.rated[list(levels)].any()])
    band = chance.choice([band for band in Band if Band.B2.rank <= band.rank <= Band.B8D.rank])
    professions = [chance.choice(list(Profession))] if chance.random() < 0.5 else []
    return start_from(frame, points=[point], band=band, professions=professions, down=None), Goal(role=role)


def copies(frame: Any, factor: int, *, same_skills: bool) -> Any:
    """A framework of ``factor`` times as many roles, the first of them unchanged."""
    from careers.frame import Frame

    chance = np.random.default_rng(20261122)
    blocks: dict[str, list[Any]] = {name: [] for name in ("required", "named", "low", "high", "role")}
    skills = len(frame.skills)
    for copy in range(factor):
        required, low, high = frame.required.copy(), frame.band_low.copy(), frame.band_high.copy()
        if copy and same_skills:
            changed = (required > 0) & (chance.random(required.shape) < CHANGED_LEVELS)
            steps = chance.choice((-1, 1), required.shape)
            required = np.where(changed, np.clip(required + steps, 1, 4), required).astype(np.uint8)
            moved = (low >= 0) & (chance.random(len(low)) < CHANGED_BANDS)
            low, high = low + moved * (low < 11), np.maximum(high, low + moved * (low < 11))
        place = slice(0, skills) if same_skills else slice(copy * skills, (copy + 1) * skills)
        wide = np.zeros((len(low), skills if same_skills else factor * skills), np.uint8)
        named = np.zeros_like(wide, dtype=bool)
        wide[:, place], named[:, place] = required, frame.named
        for name, block in zip(
            blocks, (wide, named, low, high, frame.level_role + copy * len(frame.roles)), strict=True
        ):
            blocks[name].append(block)
    brings = np.zeros((len(frame.points), skills if same_skills else factor * skills), np.uint8)
    brings[:, :skills] = frame.brings
    return Frame(
        skills=_copied(frame.skills, 1 if same_skills else factor),
        families=frame.families,
        roles=_copied(frame.roles, factor),
        role_family=np.tile(frame.role_family, factor),
        levels=_copied(frame.levels, factor),
        level_role=np.concatenate(blocks["role"]),
        level_order=np.tile(frame.level_order, factor),
        level_track=frame.level_track * factor,
        band_low=np.concatenate(blocks["low"]).astype(np.int8),
        band_high=np.concatenate(blocks["high"]).astype(np.int8),
        added=np.tile(frame.added, factor),
        registration=np.tile(frame.registration, factor),
        professions=np.tile(frame.professions, factor),
        required=np.vstack(blocks["required"]),
        named=np.vstack(blocks["named"]),
        points=frame.points,
        point_background=frame.point_background,
        point_band_low=frame.point_band_low,
        point_band_high=frame.point_band_high,
        point_professions=frame.point_professions,
        brings=brings,
    )


def _copied(names: Any, factor: int) -> Any:
    from careers.frame import Names

    slugs = [slug if not copy else f"{slug}-v{copy}" for copy in range(factor) for slug in names.slugs]
    return Names(tuple(range(len(slugs))), tuple(slugs), tuple(slugs))


if __name__ == "__main__":
    main(sys.argv[1:])
