"""The design system's components as HTML, drawn by its own Jinja macros."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from jinja2 import ChainableUndefined, Environment, PackageLoader


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The Jinja environment the macros are written for.

    They walk through parameters that were not given (``ChainableUndefined``); without the trimming of blocks a page
    is twice as big.
    """
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@lru_cache(maxsize=64)
def _macro(component: str) -> Any:
    first, *rest = component.split("-")
    name = first + "".join(word.capitalize() for word in rest)
    module = environment().get_template(f"nhsuk/components/{component}/macro.jinja").module
    return getattr(module, name)


def component(name: str, params: Mapping[str, Any]) -> SafeString:
    """HTML of one component of the design system.

    ``name`` is its folder there ("warning-callout"), ``params`` its documented parameters, in camel case. Text is
    escaped; pass ``html`` parameters only what is already safe. Raises ``jinja2.TemplateNotFound`` for a component
    that does not exist.
    """
    html: str = _macro(name)(dict(params))
    return mark_safe(html)  # nosec B308 B703: the macros escape their parameters
