"""Tests for the components of the design system and the tags."""

import json
from importlib.metadata import version
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from jinja2 import TemplateNotFound

from common import design
from common.vocabulary import SkillLevel

# The pairs that were released together; a new version of either needs its row here.
PAIRS = {"10.6.1": "0.10.2"}


def draw(source: str, **context: object) -> str:
    return Template("{% load design %}" + source).render(Context(context))


def test_the_styles_and_the_macros_are_a_pair(root: Path) -> None:
    styles = json.loads((root / "package.json").read_text())["dependencies"]["nhsuk-frontend"]
    assert PAIRS[styles] == version("nhsuk-frontend-jinja")


def test_a_component_is_drawn_by_the_design_system() -> None:
    html = draw('{% nhs "inset-text" text="Hello" %}')
    assert "nhsuk-inset-text" in html
    assert "Hello" in html


def test_text_is_escaped_and_html_is_not() -> None:
    assert "&lt;b&gt;" in design.component("inset-text", {"text": "<b>"})
    assert "<b>" in design.component("inset-text", {"html": mark_safe("<b>bold</b>")})


def test_blocks_leave_no_empty_lines() -> None:
    assert "\n\n\n" not in design.component("input", {"id": "a", "name": "a", "label": {"text": "A"}})


def test_an_unknown_component_is_an_error() -> None:
    with pytest.raises(TemplateNotFound):
        draw('{% nhs "no-such-thing" %}')


@pytest.mark.parametrize("level", list(SkillLevel))
def test_a_skill_level_is_a_word_beside_its_marks(level: SkillLevel) -> None:
    html = draw("{% skill_level level %}", level=level)
    assert level.label in html
    assert f"app-level--{level.value}" in html
    assert 'aria-hidden="true"' in html


@pytest.mark.parametrize("level", [None, 0])
def test_no_skill_level_says_so(level: int | None) -> None:
    assert "Not needed" in draw("{% skill_level level %}", level=level)


def test_a_band_says_how_sure_we_are() -> None:
    html = draw('{% band "6" "7" "LOW" %}')
    assert "Typical band 6 to 7" in html
    assert "our estimate" in html
    assert "our estimate" not in draw('{% band "6" "7" %}')
