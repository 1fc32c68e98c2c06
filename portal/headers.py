"""What browsers are told a page may do."""

from collections.abc import Iterable
from typing import Any

from csp.constants import NONE, SELF

# What no page needs, and no frame in it may ask for.
PERMISSIONS: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
        "payment", "usb",
    )
}  # fmt: skip


def content_security_policy(sign_in_origins: Iterable[str]) -> dict[str, Any]:
    """No script, style, picture or font but our own, no framing, and no form that leads elsewhere.

    ``sign_in_origins``: services with which people may sign in. Browsers look at where a form leads in the end.
    """
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF],
            "style-src": [SELF],
            "img-src": [SELF, "data:"],
            "font-src": [SELF],
            "connect-src": [SELF],
            "manifest-src": [SELF],
            "form-action": [SELF, *sign_in_origins],
            "base-uri": [NONE],
            "frame-ancestors": [NONE],
        }
    }
