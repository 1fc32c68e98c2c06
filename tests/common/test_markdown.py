"""Markdown as HTML that cannot do harm."""

from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from common.markdown import to_html


def test_paragraphs_lists_emphasis_and_line_breaks() -> None:
    assert to_html("You can:\n- do *this*\n- and **that**") == (
        "<p>You can:</p>\n<ul>\n<li>do <em>this</em></li>\n<li>and <strong>that</strong></li>\n</ul>\n"
    )
    assert to_html("one\ntwo\n\nthree") == "<p>one<br>\ntwo</p>\n<p>three</p>\n"


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_gives_nothing(text: str) -> None:
    assert to_html(text) == ""


def test_links_to_whole_addresses_are_kept_and_others_keep_their_words() -> None:
    assert 'href="https://example.org/a?b=1&amp;c=2"' in to_html("[here](https://example.org/a?b=1&c=2)")
    for address in ("/", "/page", "//example.org", "page", "#top", "ftp://example.org"):
        assert to_html(f"see [here]({address}) now") == "<p>see here now</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://example.org/x.png)",
        '<img src=x onerror="alert(1)">',
        '[x](https://example.org "onmouseover=alert(1)")',
        '<https://example.org/"onclick=alert(1)>',
        "# heading\n---\n```\n<b>\n```",
    ],
)
def test_markup_and_scripts_are_shown_as_text(text: str) -> None:
    assert harmful(to_html(text)) == []


@given(st.text(st.sampled_from("ab<>[]()!*_`\"'&;:/#-\n =javascriptonclick"), max_size=80))
def test_whatever_the_text_only_a_few_tags_come_out(text: str) -> None:
    assert harmful(to_html(text)) == []


def test_the_filter_takes_nothing_for_an_answer() -> None:
    template = Template("{% load markdown %}{{ text|markdown }}")
    assert template.render(Context({"text": None})) == ""
    assert template.render(Context({"text": "*yes*"})) == "<p><em>yes</em></p>\n"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.harmful: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "strong", "ul"}:
            self.harmful.append(tag)
        for name, value in attrs:
            safe = name == "rel" or ((tag, name) == ("a", "href") and str(value).startswith(("http", "mailto:")))
            if not safe:
                self.harmful.append(f"{tag} {name}={value}")


def harmful(html: str) -> list[str]:
    parser = _Tags()
    parser.feed(html)
    return parser.harmful
