"""Whether the time of an answer tells if an account exists: each form for signing in, with an address that has one and
one that has none.

    python -m benchmarks.enumeration

Requests run in this process through the whole stack, with the real password hash, on SQLite and without a mail server
(a letter is made in both cases). The two kinds of address take turns, so that a busy machine is busy for both. Medians
and quartiles are CPU in milliseconds; "overlap" is how often a random known address took longer than a random unknown
one: 50 % means that the time says nothing.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import product

ROUNDS = 60
PASSWORD = "three quiet otters"  # nosec B105


def main() -> None:
    """Measures every form and prints one table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="portal.settings", VAR_DIR=folder, DATABASE_URL=f"sqlite:///{folder}/x.sqlite3",
            REDIS_URL="", LOG_LEVEL="ERROR",
        )  # fmt: skip
        measure_all()


def measure_all() -> None:
    import django

    django.setup()
    from allauth.account.models import EmailAddress
    from django.conf import settings
    from django.core.management import call_command

    from accounts.models import User

    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ACCOUNT_RATE_LIMITS = False
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STATIC_ROOT.mkdir(parents=True)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    for number in range(ROUNDS):
        user = User.objects.create_user(f"known{number}@example.org", PASSWORD)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    forms: dict[str, tuple[str, Callable[[str], dict[str, str]]]] = {
        "sign in, wrong password": ("/account/login/", lambda email: {"login": email, "password": "not this one"}),
        "ask for a code": ("/account/login/code/", lambda email: {"email": email}),
        "ask for a new password": ("/account/password/reset/", lambda email: {"email": email}),
        "sign up": ("/account/signup/", lambda email: {"email": email, "name": "A B", "password1": PASSWORD}),
    }
    print(f"{'':26}{'with an account':>26}{'without':>26}{'overlap':>10}")
    for title, (address, data) in forms.items():
        known, unknown = measure(address, data)
        longer = sum(a > b for a, b in product(known, unknown)) / len(known) / len(unknown)
        print(f"{title:26}{quartiles(known):>26}{quartiles(unknown):>26}{longer:>9.0%}")


def measure(address: str, data: Callable[[str], dict[str, str]]) -> tuple[list[float], list[float]]:
    """CPU in ms of each request, for addresses with and without an account."""
    from django.test import Client

    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(ROUNDS):
        # Who goes first takes turns too.
        for kind in sorted(times, reverse=number % 2 == 0):
            client = Client()
            begun = time.process_time()
            answer = client.post(address, data(f"{kind}{number}@example.org"))
            times[kind].append((time.process_time() - begun) * 1000)
            assert answer.status_code in (200, 302), answer.status_code
    return times["known"], times["unknown"]


def quartiles(times: list[float]) -> str:
    low, middle, high = statistics.quantiles(times, n=4)
    return f"{middle:.1f} ({low:.1f} to {high:.1f})"


if __name__ == "__main__":
    main()
