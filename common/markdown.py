"""Text with Markdown in it, from people or from imported files, as safe HTML.

Stored as it came; HTML in it is shown as text. Links lead only to whole addresses of the web and of mail: an address
without a host meant a page of the site the text was written for, so only its words are kept. Headings and pictures
are shown as the words they are made of.
"""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["heading", "lheading", "code", "fence", "hr"]
)
_TAGS = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "strong", "ul"}
_SCHEMES = ("http://", "https://", "mailto:")


def to_html(text: str) -> SafeString:
    """Paragraphs, lists, emphasis and links; everything else keeps its words. An empty text gives an empty string."""
    if not text.strip():
        return mark_safe("")
    tokens = _PARSER.parse(text)
    for token in tokens:
        if token.children:
            token.children = _without_dead_links(token.children)
    html = nh3.clean(
        _PARSER.renderer.render(tokens, _PARSER.options, {}),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="noopener noreferrer",
    )
    return mark_safe(html)


def _without_dead_links(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    dead = False
    for token in tokens:
        if token.type == "link_open":
            dead = not str(token.attrGet("href") or "").startswith(_SCHEMES)
        if token.type in ("link_open", "link_close") and dead:
            continue
        kept.append(Token("text", "", 0, content=token.content) if token.type == "image" else token)
    return kept
