"""The register of letters."""

from datetime import datetime

import pytest

from notifications.letters import Drop, Mail, all_letters, find_letter, letter, letter_called
from tests.notifications.conftest import HELLO


def test_a_letter_is_found_by_its_name() -> None:
    assert find_letter("letterbox.hello") is HELLO
    assert letter_called("letterbox.hello") is HELLO
    assert HELLO in all_letters()


def test_an_unknown_letter_is_none_or_a_mistake() -> None:
    assert find_letter("letterbox.misspelt") is None
    with pytest.raises(KeyError, match=r"No letter is called letterbox\.misspelt"):
        letter_called("letterbox.misspelt")


def test_no_two_letters_have_one_name() -> None:
    def again(about_id: int, now: datetime) -> Mail | Drop:
        return Drop("never")

    with pytest.raises(ValueError, match="registered twice"):
        letter("letterbox.hello", title="Again")(again)
