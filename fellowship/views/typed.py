"""What somebody typed outlives a session that ended, or changed, while they were typing.

A page may stand open for hours on a telephone. Posted after its session has ended, its words wait in the new session of
the visitor and stand in the form again once they have signed in; posted after they signed in elsewhere, which gives the
browser a new token, they stand in the form at once. In both cases nothing is saved until the person presses Save again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from fellowship.models import Application
from fellowship.models.moves import ApplicationState

KEY = "typed"
KEPT_FOR = timedelta(hours=1)
MOST = 200_000  # characters: some thirty thousand words
WAS_SIGNED_OUT = "You were signed out before this was saved. What you typed is here: look it over and press Save."
PAGE_WAS_OLD = "You signed in again since you opened this page, so it is not saved yet. Look it over and press Save."
_AUTOSAVE = "X-Autosave"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a form. ``saves``: it was posted in this session, so it may be saved."""

    data: QueryDict | None = None
    saves: bool = False
    notice: str = ""


class _Token(CsrfViewMiddleware):
    """Django's own check, that says what is wrong instead of answering."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def outlives_the_session(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view of ``uuid``, an application, what was typed as ``typed``; send visitors to sign in.

    What comes from another site is refused as everywhere. What is typed by a visitor is kept only for an application
    that exists and can be written, so that nobody fills the sessions' table.
    """

    @csrf_exempt  # the same check is made below, where its answer is read
    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, uuid: Any, **rest: Any) -> HttpResponse:
        check = _Token(lambda _: HttpResponse())
        problem: Any = check.process_view(request, view, (), {})
        if problem and not _comes_from_here(check, request):
            refuse: Callable[..., HttpResponse] = import_string(settings.CSRF_FAILURE_VIEW)
            return refuse(request, reason=problem)
        if not request.user.is_authenticated:
            if request.headers.get(_AUTOSAVE):
                return JsonResponse(
                    {"problem": "You are signed out. Press Save to sign in; nothing is lost."}, status=401
                )
            if request.method == "POST":
                _keep(request, uuid)
            return redirect_to_login(request.get_full_path())
        if problem and request.headers.get(_AUTOSAVE):
            return JsonResponse({"problem": "This page is old. Press Save; nothing is lost."}, status=403)
        return view(request, uuid, typed=_typed(request, is_old=bool(problem)), **rest)

    return answer


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page's script asks, which reads JSON."""
    return bool(request.headers.get(_AUTOSAVE))


def saved(request: HttpRequest) -> None:
    """Forget what waited for this page: it is saved."""
    if request.session.get(KEY, {}).get("path") == request.path:
        del request.session[KEY]


def _typed(request: HttpRequest, *, is_old: bool) -> Typed:
    if request.method == "POST":
        return Typed(request.POST, saves=not is_old, notice=PAGE_WAS_OLD if is_old else "")
    kept = request.session.get(KEY)
    if kept and kept["path"] == request.path and timezone.now().timestamp() - kept["at"] < KEPT_FOR.total_seconds():
        return Typed(QueryDict(kept["data"]), notice=WAS_SIGNED_OUT)
    return Typed()


def _keep(request: HttpRequest, uuid: Any) -> None:
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    text = typed.urlencode()
    open_states = (ApplicationState.DRAFT, ApplicationState.INFO_REQUESTED)
    if len(text) <= MOST and Application.objects.filter(uuid=uuid, state__in=open_states).exists():
        request.session[KEY] = {"path": request.path, "at": timezone.now().timestamp(), "data": text}


def _comes_from_here(check: CsrfViewMiddleware, request: HttpRequest) -> bool:
    """Whether a browser says that a page of this site sent it: then only its token is old."""
    return "Origin" in request.headers and bool(check._origin_verified(request))  # type: ignore[attr-defined]
