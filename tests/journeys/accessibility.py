"""Checks for any page, in the state it is in now."""

from contextlib import suppress
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

# The back link stands before the landmarks, as the design system asks.
AXE_OPTIONS = {"rules": {"region": {"enabled": False}}}

# Names of the addresses whose pages have been checked in this run.
LOOKED_AT: set[str] = set()


def check_accessibility(page: Page) -> None:
    """Raises AssertionError with axe's report if it finds any violation."""
    with suppress(Resolver404):
        LOOKED_AT.add(resolve(urlsplit(page.url).path, urlconf="portal.urls").view_name)
    results = Axe().run(page, options=AXE_OPTIONS)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def check_reflow(page: Page) -> None:
    """Raises AssertionError if a phone of 320 pixels would have to scroll sideways. Leaves the page that wide."""
    page.set_viewport_size({"width": 320, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320, f"{page.url} is {width} pixels wide on a screen of 320"
