"""Pages that anyone may read: they answer "not modified" without being built, and travel compressed."""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any
from zlib import crc32

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]

# What pages show of the environment: a new contact address must reach people who have the old page.
SHOWN_SETTINGS = (
    "SERVICE_NAME",
    "ORGANISATION_NAME",
    "SERVICE_LOGO",
    "CONTACT_EMAIL",
    "SITE_URL",
    "VACANCY_SEARCHES",
    "OUTBOX_KEEPS_BODIES",
)


def public_page(view: View) -> View:
    """Open a view to everybody, for GET and HEAD.

    Its answer may depend on nothing but the address and the public data whose version
    ``settings.PUBLIC_DATA_VERSION`` names, so a visitor without cookies who has the page already gets a 304
    before any of it is built. Visitors with cookies (they may be signed in) always get a fresh page.
    """

    @login_not_required
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.COOKIES:
            response = view(request, *args, **kwargs)
            patch_cache_control(response, private=True, no_cache=True)
            return response
        # With the address: who has one page does not have another, which may not exist.
        address = crc32(request.get_full_path().encode())
        etag = f'W/"{_release()}-{import_string(settings.PUBLIC_DATA_VERSION)()}-{address:x}"'
        has_some = request.headers.get("If-None-Match", "*").strip() != "*"  # "*": any, if there is such a page
        unchanged = get_conditional_response(request, etag=etag) if has_some else None
        response = view(request, *args, **kwargs) if unchanged is None else unchanged
        if response.status_code == 200:
            response.headers.setdefault("ETag", etag)
            response.is_public_page = True  # type: ignore[attr-defined]
            if not has_some:
                answer_to_any = get_conditional_response(request, etag=response.headers["ETag"], response=response)
                response = answer_to_any or response
        patch_cache_control(response, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    return answer


class CompressPublicPages(GZipMiddleware):
    """Compresses public pages only: a page with a secret in it must not be (BREACH)."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if getattr(response, "is_public_page", False):
            return super().process_response(request, response)
        return response


@cache
def _release() -> str:
    """Changes whenever code, templates, styles or a setting that pages show do, alike in every worker process."""
    shown = hashlib.sha256(repr([getattr(settings, name) for name in SHOWN_SETTINGS]).encode()).hexdigest()[:8]
    if settings.RELEASE:
        return f"{settings.RELEASE}-{shown}"
    sources = (path for pattern in ("*/**/*.py", "templates/**/*", "static/**/*") for path in _tracked(pattern))
    return f"{max(path.stat().st_mtime_ns for path in sources):x}-{shown}"


def _tracked(pattern: str) -> list[Path]:
    base: Path = settings.BASE_DIR
    return [
        path
        for path in base.glob(pattern)
        if path.is_file() and not path.relative_to(base).parts[0].startswith((".", "node_modules", "build", "var"))
    ]
