"""No name or title becomes a link in a letter; our own links stay."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pytest_django import Settings

from notifications.links import JOINER, only_links_we_mean, only_links_we_mean_in_html

OURS = "https://portal.example.org"
TEAMS = "https://teams.example.com/l/meetup?a=1&b=2"


@pytest.mark.parametrize(
    "text",
    [
        f"Your page: {OURS}/events/1/ (until Friday).",
        f"({OURS}/events/1/)",
        f"{OURS}.",
        f"Join: {TEAMS}",
        "Write to kim.lee@trust.nhs.uk or Kim.Lee+x@trust.nhs.uk.",
        "It starts at 10.30am, e.g. here, i.e. there. 3.5 hours, version 2.0.",
        "portal.example.org",
        "Dear Kim, a/b and c\\d; time: 10:00",
    ],
)
def test_what_we_mean_stays_as_it_is(text: str) -> None:
    assert only_links_we_mean(text, [TEAMS]) == text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("https://evil.example/login", f"evil.{JOINER}example/login"),
        ("HTTPS://EVIL.EXAMPLE", f"EVIL.{JOINER}EXAMPLE"),
        ("www.evil.example", f"evil.{JOINER}example"),
        ("https://www.evil.example", f"evil.{JOINER}example"),
        ("https://https://evil.example", f"evil.{JOINER}example"),
        ("evil.example/login", f"evil.{JOINER}example/login"),
        ("evil.example", f"evil.{JOINER}example"),
        ("evil。example", f"evil。{JOINER}example"),
        ("http://10.0.0.1/x", f"10.{JOINER}0.{JOINER}0.{JOINER}1/x"),
        ("ftp://evil.example", f"evil.{JOINER}example"),
        ("xhttps://evil.example", f"evil.{JOINER}example"),
        (f"{OURS}.evil.example/", f"portal.{JOINER}example.{JOINER}org.{JOINER}evil.{JOINER}example/"),
        (f"{OURS}@evil.example/", f"portal.{JOINER}example.{JOINER}org@evil.{JOINER}example/"),
        ("http://portal.example.org/", f"portal.{JOINER}example.{JOINER}org/"),
        (f"{TEAMS}&c=3", None),
        ("GOV.UK Notify", f"GOV.{JOINER}UK Notify"),
    ],
)
def test_what_a_name_says_is_no_link(name: str, shown: str | None) -> None:
    made = only_links_we_mean(f"Dear {name}, hello", [TEAMS])
    assert "://" not in made
    assert not re.search(r"www\.", made, re.IGNORECASE)
    if shown:
        assert made == f"Dear {shown}, hello"


@example("-.ee")
@given(st.text(alphabet=st.sampled_from("htps:/.w@ evil-com1?#()\n'ä。"), max_size=60))
def test_no_text_whatever_becomes_a_link(text: str) -> None:
    made = only_links_we_mean(text)
    assert not re.search(r"[a-z]://[^\s<>]|\bwww\.[^\s]", made, re.IGNORECASE)
    assert not re.search(r"(?<![\w.+%'@-])[\w-]+\.[^\W\d_]{2,}\b(?![\w.+%'-]*@)", made) or "@" in made


@pytest.mark.parametrize(
    "hostile", ["a" * 100_000, "a-" * 50_000, "a." * 50_000, "h:/" * 30_000, "@a." * 30_000, "www." * 25_000]
)
def test_long_texts_take_no_long_time(hostile: str) -> None:
    started = time.process_time()
    only_links_we_mean(hostile)
    only_links_we_mean_in_html(f"<body>{hostile}</body>")
    assert time.process_time() - started < 2


def test_in_html_the_text_between_tags_and_the_targets_are_checked() -> None:
    html = (
        "<head><style>p.small { margin: 1.5em }</style></head>"
        f'<body><p class="a.small">Dear www.evil.example,</p><a href="{OURS}/x?a=1&amp;b=2">here</a>'
        '<a href="https://evil.example/">there</a><a href="https://teams.example.com/l/meetup?a=1&amp;b=2">join</a>'
        '<a href="mailto:help@trust.nhs.uk">write</a></body>'
    )
    made = only_links_we_mean_in_html(html, [TEAMS])
    assert made == html.replace("www.evil.example", f"evil.{JOINER}example").replace("https://evil.example/", "#")


def test_a_site_on_a_port_of_its_own_is_ours(settings: Settings) -> None:
    settings.SITE_URL = "http://localhost:8000"
    assert only_links_we_mean("http://localhost:8000/my/") == "http://localhost:8000/my/"
    assert "://" not in only_links_we_mean("http://localhost:9000/my/")
