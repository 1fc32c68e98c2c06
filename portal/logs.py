"""Logs: one line per request with its number, JSON where machines read them, and no personal data."""

import logging
from typing import Any

import structlog
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


class RequestLog(RequestMiddleware):
    """Logs each request with the pattern of its address: the address itself may hold a secret or a search."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        match = request.resolver_match
        return f"{request.method} {f'/{match.route}' if match else '(no such page)'}"


class LoggedAlready(logging.Filter):
    """Drops Django's own line about an exception that RequestLog has logged: it names the whole path."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not hasattr(getattr(record, "request", None), "_raised_exception")


def configure(level: str, *, as_json: bool) -> dict[str, Any]:
    """Sets structlog up and returns the matching ``LOGGING`` for Django."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    machine = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    person = [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *(machine if as_json else person),
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["console"], "level": level},
        # Each request is logged once, by RequestLog.
        "filters": {"logged already": {"()": LoggedAlready}},
        "loggers": {
            "django.request": {"level": "ERROR", "filters": ["logged already"]},
            "django.server": {"level": "ERROR", "propagate": True},
            # A stranger's odd request is no error of ours to be woken for, and these lines name hosts and whole paths.
            "django.security": {"level": "CRITICAL"},
        },
    }
