"""What searching costs: CPU per search, and time and memory of the index.

    python -m benchmarks.search

Three catalogues: the shipped one; ten times its rows under new names, as the page benchmark uses; and ten times its
rows in which every copy also has words of its own, so that the vocabulary is ten times as large too. A search
includes making the first 20 results with their reasons. CPU is process time; the page around it is measured by
``benchmarks.pages``.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

REPEATS = 30
SHOWN = 20
QUERIES = {
    "an exact name": "data analyst",
    "an abbreviation": "CCIO",
    "a synonym": "scrum master",
    "one misspelling": "cyber secuirty",
    "two misspellings": "produt manger",
    "beginnings of words": "inform gov",
    "everyday words": "mend computers",
    "a common word": "digital",
    "a band": "band 6 analyst",
    "a sentence": "I am a staff nurse and want to work with data in the NHS",
    "nothing known": "zzqxv blorft",
    "ten misspellings": "anlyst reserch secuirty manger produt desgin enginer servise helth recrds",
    "100 kB": "informaton governence " * 5000,
}


def main(arguments: list[str]) -> None:
    """Each catalogue in a process and a database of its own."""
    if arguments:
        measure(arguments[0])
        return
    for catalogue in ("1", "10", "words"):
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                **os.environ,
                "DATABASE_URL": f"sqlite:///{Path(folder) / 'search.sqlite3'}",
                "REDIS_URL": "",
                "DJANGO_SETTINGS_MODULE": "portal.settings",
                "LOG_LEVEL": "ERROR",
            }
            subprocess.run([sys.executable, "-m", "benchmarks.search", catalogue], env=environment, check=True)


def measure(catalogue: str) -> None:
    """Print one table."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from benchmarks.bigger import bigger
    from careers.catalogue.loading import load_catalogue
    from careers.catalogue.reading import read_catalogue
    from careers.search import Index, search
    from careers.search.documents import read_entries

    call_command("migrate", verbosity=0)
    load_catalogue(bigger(read_catalogue(), 10 if catalogue == "10" else 1), now=timezone.now())

    def entries() -> Iterable[Any]:
        return _with_new_words(list(read_entries()), 10) if catalogue == "words" else read_entries()

    Index(entries())
    started = time.process_time()
    index = Index(entries())
    built = time.process_time() - started
    tracemalloc.start()
    kept = Index(entries())
    memory = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    heading = {"1": "Shipped catalogue", "10": "Ten times the rows", "words": "Ten times the rows and words"}[catalogue]
    print(f"\n{heading}: {len(kept.documents)} things, {len(kept.titles)} titles, {len(kept.words)} words")
    print(f"Index: {built:.2f} s CPU to build, {memory / 1e6:.1f} MB kept")
    print(f"{'query':<22}{'results':>9}{'least ms':>10}{'median ms':>11}")
    for name, query in QUERIES.items():
        times = []
        for _ in range(REPEATS):
            started = time.process_time()
            results = search(query, index=index)
            results.items[:SHOWN]
            times.append((time.process_time() - started) * 1000)
        print(f"{name:<22}{len(results.items):>9}{min(times):>10.2f}{statistics.median(times):>11.2f}")


def _with_new_words(entries: list[Any], factor: int) -> Iterator[Any]:
    """The entries, and copies of them in which every letter is another one."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for copy in range(factor):
        turned = letters[copy:] + letters[:copy]
        other = str.maketrans(letters + letters.upper(), turned + turned.upper())
        for entry in entries:
            yield replace(
                entry,
                document=replace(entry.document, slug=f"{entry.document.slug}-{copy}"),
                titles=tuple((text.translate(other), source) for text, source in entry.titles),
                context=entry.context.translate(other),
                text=entry.text.translate(other),
            )


if __name__ == "__main__":
    main(sys.argv[1:])
