"""Writing letters: words as people wrote them, nothing injected, readable everywhere."""

from pathlib import Path

import pytest
from django.template.exceptions import TemplateDoesNotExist
from pytest_django import Settings

from notifications.letters import Mail
from notifications.links import JOINER
from notifications.writing import Finished, finish, one_line, tidy, write


@pytest.fixture
def templates(settings: Settings, tmp_path: Path) -> Path:
    """A folder for the templates of a test's letter."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    folder = tmp_path / "emails"
    folder.mkdir()
    return folder


def made(**more: object) -> Finished:
    mail = Mail(to="kim@example.org", template="letterbox/hello", **more)  # type: ignore[arg-type]
    return finish(write(mail), mail)


def test_names_stand_in_the_text_as_they_are_and_escaped_in_html() -> None:
    letter = made(context={"name": "Áine O'Brien & <b>Sons</b>", "number": 3})
    assert "Dear Áine O'Brien & <b>Sons</b>," in letter.text
    assert "Dear Áine O&#x27;Brien &amp; &lt;b&gt;Sons&lt;/b&gt;," in letter.html
    assert "<b>" not in letter.html


def test_a_name_adds_no_link_and_ours_stays() -> None:
    letter = made(context={"name": "Kim, sign in at https://evil.example/ or www.evil.example", "number": 3})
    for words in (letter.text, letter.html):
        assert "https://evil" not in words
        assert "www.evil" not in words
        assert f"evil.{JOINER}example" in words
    assert "Your page: https://portal.example.org/my/" in letter.text
    assert '<a href="https://portal.example.org/my/" rel="nofollow">' in letter.html


def test_a_link_that_the_letter_names_stays() -> None:
    online = "https://teams.example.com/l/meetup?a=1&b=2"
    letter = made(context={"name": online, "number": 3}, links=(online,))
    assert online in letter.text
    assert 'href="https://teams.example.com/l/meetup?a=1&amp;b=2"' in letter.html


def test_a_subject_is_one_line_without_tricks() -> None:
    assert one_line("Hello\r\nBcc: everyone@example.org\x00\u2028x") == "Hello Bcc: everyone@example.org x"
    assert one_line("safe\u202egpj.exe") == "safe gpj.exe"
    assert len(one_line("x" * 5000)) == 300
    assert one_line("Café – ‘ok’ 🩺") == "Café – ‘ok’ 🩺"


def test_a_subject_with_a_line_break_in_a_name_stays_one_line() -> None:
    letter = made(context={"number": "1\r\nBcc: all@example.org", "name": "Kim"})
    assert letter.subject == "Hello number 1"
    assert "\r" not in letter.text


def test_text_loses_what_no_reader_sees_and_keeps_its_lines() -> None:
    assert tidy("a\x00b\x1b[31m\r\nc  \n\n\n\nd\u202e\u2066e\ud800") == "ab[31m\nc\n\nde\n"
    assert tidy("\tx\u2028y") == "x\ny\n"


def test_a_letter_with_html_of_its_own_uses_it(templates: Path) -> None:
    (templates / "own.txt").write_text("Subject\nText")
    (templates / "own.html").write_text(
        '{% extends "emails/layout.html" %}'
        '{% block body %}<h1>{{ name }}</h1><a href="{{ site_url }}/x">x</a>{% endblock %}'
    )
    mail = Mail(to="kim@example.org", template="own", context={"name": "<i> www.evil.example"})
    letter = finish(write(mail), mail)
    assert f"<h1>&lt;i&gt; evil.{JOINER}example</h1>" in letter.html
    assert '<a href="https://portal.example.org/x">' in letter.html
    assert "<title>Subject</title>" in letter.html
    assert letter.text.startswith("Text\n\n--\nDigital Health Pathways\n")


def test_a_missing_text_or_a_broken_html_template_is_a_mistake(templates: Path) -> None:
    with pytest.raises(TemplateDoesNotExist):
        write(Mail(to="kim@example.org", template="nothing"))
    (templates / "own.txt").write_text("Subject\nText")
    (templates / "own.html").write_text('{% extends "emails/not_there.html" %}')
    with pytest.raises(TemplateDoesNotExist):
        write(Mail(to="kim@example.org", template="own"))


def test_html_asks_for_the_readers_own_colours_and_fetches_nothing() -> None:
    html = made(context={"name": "Kim", "number": 1}).html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "<img" not in html
    assert "#fff" not in html
    assert "url(" not in html


def test_every_letter_says_who_sends_it(settings: Settings) -> None:
    settings.SERVICE_NAME = "Pathways North"
    letter = made(context={"name": "Kim", "number": 1})
    assert letter.text.endswith("\n--\nPathways North\nhttps://portal.example.org\n")
    assert "Pathways North<br>" in letter.html
