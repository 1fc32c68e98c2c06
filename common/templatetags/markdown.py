"""``{{ text|markdown }}``: Markdown as safe HTML."""

from django import template
from django.utils.safestring import SafeString

from common.markdown import to_html

register = template.Library()


@register.filter
def markdown(text: str | None) -> SafeString:
    """Paragraphs, lists, emphasis and links of a Markdown text, without any HTML of its own."""
    return to_html(text or "")
