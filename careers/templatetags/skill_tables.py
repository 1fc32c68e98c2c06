"""What repeats on pages of roles.

Cells of the tables of skills and levels: a page holds hundreds of them, so they are not written by a template. What
builds a skill: long, and the same on every page until the catalogue changes, so it is kept as it was written.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from careers.compare import ComparedSkill
from careers.roles.building import WaysToBuild
from careers.roles.ladders import SkillRow
from careers.roles.needs import Required
from common.templatetags.design import skill_level

register = template.Library()


@register.simple_tag
def ladder_cells(row: SkillRow) -> SafeString:
    """What each level of a role asks of a skill, with a mark where that differs from the level below."""
    return _joined(_cell(cell.level.name, cell.required, cell.mark, cell.eases) for cell in row.cells)


@register.simple_tag
def compared_cells(row: ComparedSkill) -> SafeString:
    """What each compared level asks of a skill, with a mark where it asks more than its left-hand neighbour."""
    return _joined(
        _cell(cell.level.name, cell.required, f"up {cell.rise}" if cell.rise else "", False) for cell in row.cells
    )


@register.simple_tag
def skill_building(ways: WaysToBuild) -> SafeString:
    """What builds one skill. ``ways`` is told apart by identity: a new revision of the catalogue makes new ones."""
    return _written(ways)


@lru_cache(maxsize=512)
def _written(ways: WaysToBuild) -> SafeString:
    return render_to_string("careers/skill_building.html", {"ways": ways})


def _joined(cells: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(cells))  # nosec B308 B703: each was made by format_html


@lru_cache(maxsize=8192)
def _cell(label: str, required: Required, mark: str, eases: bool) -> SafeString:
    return format_html('<td data-label="{}"><span>{}</span></td>', label, _content(required, mark, eases))


@cache
def _content(required: Required, mark: str, eases: bool) -> SafeString:
    if required is None:
        return mark_safe('<span class="app-level app-level--0">Named, without a level</span>')
    rise = format_html(' <span class="app-rise{}">{}</span>', " app-rise--fall" if eases else "", mark) if mark else ""
    return format_html("{}{}", skill_level(required), rise)
