"""My hours of mentoring, to print."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.dates import PARTS
from mentoring.certificates import hours_of, skills_of
from mentoring.forms.pairs import PeriodForm
from mentoring.views.people import me

YEAR = timedelta(days=365)


@never_cache
@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """Hours of the last year, or of the days asked for."""
    user, today = me(request), timezone.localdate()
    asked = any(f"{name}_{part}" in request.GET for name in ("first", "last") for part in PARTS)
    initial = {"first": today - YEAR, "last": today}
    form = PeriodForm(request.GET if asked else None, initial=initial)
    period: dict[str, Any] = form.cleaned_data if asked and form.is_valid() else initial
    rows = hours_of(user, **period) if not form.errors else []
    skills = skills_of(user, **period) if rows else []
    context = {"form": form, "rows": rows, "skills": skills, "person": user, "today": today, **period}
    return render(request, "mentoring/certificate.html", context)
