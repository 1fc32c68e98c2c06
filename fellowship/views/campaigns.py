"""Which campaign somebody came by (``?via=…``): in the address while they only read, in the session once they answer.

Pages that are only read set no cookie, so links carry it on.
"""

from urllib.parse import urlencode

from django.core.validators import slug_re
from django.http import HttpRequest

from fellowship.models import Call


def campaign(text: str) -> str:
    """A campaign as it is kept: letters, digits, hyphens and underscores, small; anything else counts as none."""
    return text.lower() if len(text) <= 60 and slug_re.match(text) else ""


def carry(request: HttpRequest) -> str:
    """What links of a page end with so that the campaign is not lost: "?via=poster", or nothing."""
    via = campaign(request.GET.get("via", ""))
    return f"?{urlencode({'via': via})}" if via else ""


def via_of(request: HttpRequest, call: Call) -> str:
    """The campaign that this visit came by: what the address says, else what was kept."""
    return campaign(request.GET.get("via", "")) or campaign(request.session.get(_via_key(call), ""))


def keep_via(request: HttpRequest, call: Call) -> str:
    """Keep the campaign until they apply, and give it back."""
    via = via_of(request, call)
    if via:
        request.session[_via_key(call)] = via
    return via


def answers_key(call: Call) -> str:
    """Where the session keeps what was answered in the check."""
    return f"eligibility_{call.pk}"


def code_key(call: Call) -> str:
    """Where the session keeps a late code."""
    return f"late_code_{call.pk}"


def _via_key(call: Call) -> str:
    return f"via_{call.pk}"
