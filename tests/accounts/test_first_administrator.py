"""The first site administrator is made on the command line."""

import builtins
import getpass
import sys
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_the_command_asks_for_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def answer(question: str) -> str:
        asked.append(question)
        return "Rose Root" if "name" in question.lower() else "rose@example.org"

    monkeypatch.setattr(builtins, "input", answer)
    monkeypatch.setattr(getpass, "getpass", lambda *_: "three quiet otters")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    call_command("createsuperuser", stdout=StringIO())
    user = User.objects.get()
    assert (user.name, user.email, user.is_superuser) == ("Rose Root", "rose@example.org", True)
    assert [question for question in asked if "ull name" in question]


def test_a_script_gives_it_as_an_option() -> None:
    call_command("createsuperuser", interactive=False, email="rose@example.org", name="Rose Root", stdout=StringIO())
    assert User.objects.get().name == "Rose Root"
