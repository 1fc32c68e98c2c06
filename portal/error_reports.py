"""Reports of errors to Sentry, or anything that speaks its protocol, where ``SENTRY_DSN`` is set."""

from typing import Any

import sentry_sdk
from sentry_sdk.types import Event, Hint


def send_errors(dsn: str, *, environment: str, release: str, **options: Any) -> None:
    """Starts reporting. Reports say where it broke, and nothing about the person it broke for."""
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        release=release or None,
        before_send=without_people,
        before_breadcrumb=lambda *_: None,
        include_local_variables=False,
        max_request_body_size="never",
        send_default_pii=False,
        server_name="",
        **options,
    )


def without_people(event: Event, _: Hint) -> Event:
    """Takes out the address with its query, cookies, headers and the user: the route stays as the transaction."""
    event.pop("request", None)
    event.pop("user", None)
    return event
