"""allauth's pages for signing in where it would send people on without a word."""

from typing import Any

from allauth.account import views as allauth
from allauth.account.decorators import reauthentication_required
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import base36_to_int

from accounts.entering import drop_unproven_password, is_masked, is_unproven, mask
from accounts.models import User

CODE_IS_OVER = (
    "That code is no longer valid: it was used already, or more than 15 minutes have passed. Ask for a new one."
)

PASSWORD_DROPPED = (
    "Whoever created this account had not confirmed the address. That may have been somebody else, so the password no "
    "longer works. Choose a new one under “My account”."
)


@login_not_required
def confirm_login_code(request: HttpRequest) -> HttpResponse:
    """The page for the code; says so if there is no code to wait for any more."""
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    unproven = stage is not None and stage.login.user is not None and is_unproven(stage.login.user)
    answer: HttpResponse = allauth.confirm_login_code(request)
    if is_masked(stage) and isinstance(answer, TemplateResponse) and answer.context_data:
        answer.context_data["email"] = mask(answer.context_data["email"])
    if unproven and isinstance(request.user, User) and drop_unproven_password(request, request.user):
        messages.warning(request, PASSWORD_DROPPED)
    return _explained(request, answer, reverse("account_request_login_code"), CODE_IS_OVER)


@login_not_required
def confirm_email(request: HttpRequest) -> HttpResponse:
    """The page for the code that confirms an address; says so if there is no code to wait for any more."""
    answer: HttpResponse = allauth.email_verification_sent(request)
    if request.user.is_authenticated:
        return _explained(request, answer, reverse("account_email"), "That code is no longer valid. Ask for a new one.")
    sentence = "That code is no longer valid. Sign in with your e-mail address and password, and we send you a new one."
    return _explained(request, answer, reverse("account_login"), sentence)


# A first password too opens the account for good, so whoever finds somebody's computer open must not set one.
set_password = reauthentication_required(allauth.password_set)


def _explained(request: HttpRequest, answer: HttpResponse, address: str, sentence: str) -> HttpResponse:
    leads_there = isinstance(answer, HttpResponseRedirect) and answer.url.partition("?")[0] == address
    # After too many wrong codes allauth leads there too, and has said why.
    if leads_there and not getattr(messages.get_messages(request), "added_new", False):
        messages.warning(request, sentence)
    return answer


class NewPasswordView(allauth.PasswordResetFromKeyView):
    """Where the link for a new password leads; tells a link that is too old from one that was used."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["is_too_old"] = _is_too_old(self.key)
        context["minutes"] = settings.PASSWORD_RESET_TIMEOUT // 60
        return context


def _is_too_old(key: str) -> bool:
    """Whether a key says that it was made too long ago. It may lie: this only chooses a sentence."""
    try:
        made = base36_to_int(key.partition("-")[0])
    except ValueError:
        return False
    age = default_token_generator._num_seconds(default_token_generator._now()) - made
    return bool(age > settings.PASSWORD_RESET_TIMEOUT)


new_password = NewPasswordView.as_view()


@login_not_required
def not_in_use(request: HttpRequest) -> HttpResponse:
    """A way in that allauth has and this site does not offer."""
    raise Http404
