"""The official words of the framework as HTML."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString

from common.markdown import to_html

register = template.Library()


@register.filter
@lru_cache(maxsize=1024)
def official_html(text: str) -> SafeString:
    """Paragraphs, lists and links of an imported text; kept, because an edition has a few hundred, shown all year."""
    return to_html(text)
