"""Checks for any page, in the state it is in now."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# The back link stands before the landmarks, as the design system asks.
AXE_OPTIONS = {"rules": {"region": {"enabled": False}}}


def check_accessibility(page: Page) -> None:
    """Raises AssertionError with axe's report if it finds any violation."""
    results = Axe().run(page, options=AXE_OPTIONS)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def check_reflow(page: Page) -> None:
    """Raises AssertionError if a phone of 320 pixels would have to scroll sideways. Leaves the page that wide."""
    page.set_viewport_size({"width": 320, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320, f"{page.url} is {width} pixels wide on a screen of 320"
