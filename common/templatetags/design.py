"""Tags for the design system and for the small marks that repeat many times on a page.

What repeats (skill levels, bands, sort headings) is written by ``format_html`` here and not by an include, because a
page may hold several hundred of them.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.shortcuts import resolve_url
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from common import bands, design, form_errors
from common.lists import ListPage
from common.vocabulary import SkillLevel

register = template.Library()


@register.simple_tag
def nhs(name: str, params: Mapping[str, Any] | None = None, **more: Any) -> SafeString:
    """A component of the design system: ``{% nhs "warning-callout" heading="Closed" text="…" %}``."""
    return design.component(name, {**(params or {}), **more})


@register.simple_tag
def service_name() -> str:
    """The name of the service, also where no request is at hand."""
    return str(settings.SERVICE_NAME)


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, view_name: str, text: str) -> SafeString:
    """One item of the header's navigation, marked as current on its page and on all pages below it."""
    address = reverse(view_name)
    request = context.get("request")
    path = request.path if request else ""
    if path == address:
        current = mark_safe(' aria-current="page"')
    elif path.startswith(address):
        current = mark_safe(' aria-current="true"')
    else:
        current = mark_safe("")
    return format_html(
        '<li class="nhsuk-header__navigation-item{}"><a class="nhsuk-header__navigation-link" href="{}"{}>{}</a></li>',
        " nhsuk-header__navigation-item--current" if current else "",
        address,
        current,
        text,
    )


@register.simple_tag
def error_summary(form: BaseForm | None) -> SafeString:
    """What is wrong with a form, for the top of the page; empty if nothing is or the page has no form."""
    return form_errors.error_summary(form) if form else mark_safe("")


@register.simple_tag(takes_context=True)
def sign_in_address(context: template.Context) -> str:
    """The page for signing in, which leads back to this page. It depends on nothing but the address of this page."""
    address = resolve_url(settings.LOGIN_URL)
    request = context.get("request")
    path = request.path if request else ""
    beside_it = path.startswith(address.removesuffix("login/"))
    return address if beside_it or path in ("", "/") else f"{address}?{urlencode({'next': path})}"


_SKILL_LEVELS = {
    level.value: format_html(
        '<span class="app-level app-level--{}">'
        '<span class="app-level__marks" aria-hidden="true"><i></i><i></i><i></i><i></i></span>{}</span>',
        level.value,
        level.label,
    )
    for level in SkillLevel
}
_NO_SKILL_LEVEL = mark_safe('<span class="app-level app-level--0">Not needed</span>')


@register.simple_tag
def skill_level(level: int | None) -> SafeString:
    """The word for a skill level with four marks filled up to it; ``None`` or 0 reads "Not needed"."""
    return _SKILL_LEVELS[int(level)] if level else _NO_SKILL_LEVEL


@register.simple_tag
@lru_cache(maxsize=1024)
def band(low: str | None, high: str | None = None, confidence: str = "", without: str = "") -> SafeString:
    """A typical pay band or span of bands, with how sure we are: ``{% band level.band_low level.band_high "LOW" %}``.

    Bands are codes of ``common.vocabulary.Band``; an unknown band reads "No typical band known", of which we are sure,
    or ``without``, which says why there is none.
    """
    if not bands.span(low, high):
        confidence = ""
    return format_html(
        '<span class="app-band{}">{}{}</span>',
        f" app-band--{confidence.lower()}" if confidence else "",
        bands.sentence(low, high, without),
        format_html(' <span class="app-band__sure">{}</span>', bands.HOW_SURE[confidence]) if confidence else "",
    )


@register.simple_tag
def sort_heading(results: ListPage, sort: str, text: str) -> SafeString:
    """A table heading that sorts the list, ``{% sort_heading list "title" "Role" %}``.

    ``sort`` is a name in the form's ``sorts``; pressing it again turns the order round where the form has ``-sort``.
    """
    state = results.sort_state(sort)
    return format_html(
        '<th scope="col" aria-sort="{}"><a class="app-sort" href="{}">{}</a></th>',
        state,
        results.sort_url(sort),
        text,
    )


@register.simple_tag
def service_logo() -> str:
    """Address of the organisation's logo, or an empty string."""
    return static(settings.SERVICE_LOGO) if settings.SERVICE_LOGO else ""
