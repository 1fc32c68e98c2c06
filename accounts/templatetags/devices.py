"""Says which browser on which device somebody is signed in with, in words."""

from django import template

register = template.Library()

# In the order in which they are looked for: many browsers also name those that they come from.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
DEVICES = {
    "iPad": "iPad",
    "iPhone": "iPhone",
    "Android": "Android",
    "CrOS": "Chromebook",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}
LONGEST = 60


@register.filter
def device(user_agent: str) -> str:
    """ "Chrome on Windows" for what a browser says of itself; of others the beginning of what they say."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in DEVICES.items() if mark in user_agent), "")
    if not browser:
        return user_agent[:LONGEST] or "An unknown browser"
    return f"{browser} on {system}" if system else browser
