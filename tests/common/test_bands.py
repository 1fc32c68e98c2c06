"""Tests for pay bands in words."""

import pytest

from common import bands


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("6", "7", "Typical band 6 to 7"),
        ("7", "7", "Typical band 7"),
        ("7", None, "Typical band 7"),
        ("8a", "VSM", "Typical band 8a to very senior manager"),
        ("VSM", "VSM", "Typically a very senior manager"),
        (None, None, "No typical band known"),
        ("", "", "No typical band known"),
    ],
)
def test_a_band_is_always_called_typical(low: str | None, high: str | None, words: str) -> None:
    assert bands.sentence(low, high) == words
