"""What reading an advert costs: CPU and memory for adverts of 6, 20 and 60 kB, and for text made to be slow.

    python -m benchmarks.adverts

CPU is process time, the median of several readings, with the words of the catalogue already built, as they are in a
process that has read one advert before; building them is a row of its own. The adverts are the gold texts of the tests
one after another; reading one ends with its facts, its criteria and their skills.
"""

import os
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable

REPEATS = 11
SIZES = (6_000, 20_000, 60_000)
SLOW = {
    "one word": "a" * 60_000,
    "semicolons": "Essential: " + "a; " * 20_000,
    "brackets": "(" * 60_000,
    "headings": "Essential\nDesirable\n" * 3_000,
    "sentences": "You must have a degree. " * 2_500,
    "a table": "Essential\tDesirable\n" + "SQL\tdata quality\n" * 3_500,
}


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of CPU, the median of REPEATS."""
    times = []
    for _ in range(REPEATS):
        before = time.process_time()
        work()
        times.append(time.process_time() - before)
    return statistics.median(times) * 1_000


def measure() -> None:
    """Print the table. The catalogue must be loaded."""
    from careers.search import current_index
    from planning.adverts.reading import current_lexicon, lexicon_of, read_advert
    from tests.planning.adverts.scoring import FOLDERS, adverts

    whole = "\n\n".join(advert.text for folder in FOLDERS for advert in adverts(folder))
    index = current_index()
    print(f"{'the words of the catalogue, built':<34}{cpu(lambda: lexicon_of(index)):>8.1f} ms")
    lexicon = current_lexicon()
    for size in SIZES:
        text = whole[:size]
        found = len(read_advert(text, lexicon).criteria)
        spent = cpu(lambda text=text: read_advert(text, lexicon))  # type: ignore[misc]
        print(f"{f'{size // 1_000} kB, {found} criteria':<34}{spent:>8.1f} ms")
    for name, text in SLOW.items():
        spent = cpu(lambda text=text: read_advert(text, lexicon))  # type: ignore[misc]
        print(f"{f'60 kB of {name}':<34}{spent:>8.1f} ms")
    tracemalloc.start()
    read_advert(whole[:60_000], lexicon)
    print(f"{'memory at most, 60 kB':<34}{tracemalloc.get_traced_memory()[1] / 1e6:>8.1f} MB")


def main() -> None:
    """Load the shipped catalogue into a database that is thrown away, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/benchmark.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_catalogue", verbosity=0)
        measure()


if __name__ == "__main__":
    main()
