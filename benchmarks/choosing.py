"""What it costs to share out readings and to make learning sets.

    python -m benchmarks.choosing

CPU is process time in seconds on one thread. People and conflicts are drawn at random, always the same ones.
"""

import random
import time
from collections import Counter
from itertools import product

from fellowship.solving.learning_sets import Facilitator, Member, divide
from fellowship.solving.reading import Reading, assign

READINGS = ((450, 60), (3_000, 300))  # applications read twice each, reviewers
PEOPLE = (30, 60, 120)


def main() -> None:
    print("| readings | reviewers | conflicts | fewest | most | not made | nobody wanted | CPU s |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for applications, reviewers in READINGS:
        lot = random.Random(3)
        pairs = list(product(range(applications), range(reviewers)))
        asked = Reading(
            needs=dict.fromkeys(range(applications), 2),
            loads=dict.fromkeys(range(reviewers), 0),
            barred=lot.sample(pairs, len(pairs) // 18),
            fits=dict.fromkeys(lot.sample(pairs, len(pairs) // 4), 5),
            wanted=lot.sample(pairs, len(pairs) // 9),
        )
        started = time.process_time()
        found = assign(asked)
        took = time.process_time() - started
        loads = Counter(reviewer for _, reviewer in found.pairs)
        print(
            f"| {2 * applications:,} | {reviewers} | {len(asked.barred):,} | {min(loads.values())} "
            f"| {max(loads.values())} | {sum(found.missing.values())} | {len(found.lacking)} | {took:.2f} |"
        )
    print()
    print("| fellows | sets | people above or below an even share | proved least | CPU s |")
    print("|---:|---:|---:|---:|---:|")
    for people in PEOPLE:
        lot = random.Random(1)
        professions = ["nurse", "doctor", "pharmacist", "analyst", "manager", ""]
        regions = ["North", "South", "East", "West", "London"]
        members = [
            Member(one, f"Trust {one % 17}", lot.choice(professions), lot.choice(regions)) for one in range(people)
        ]
        leaders = [Facilitator(1_000 + one, f"Trust {one}", most=2) for one in range(people // 10)]
        started = time.process_time()
        sets = divide(members, leaders)
        took = time.process_time() - started
        print(f"| {people} | {len(sets.sets)} | {sets.imbalance} | {sets.bound} | {took:.2f} |")


if __name__ == "__main__":
    main()
