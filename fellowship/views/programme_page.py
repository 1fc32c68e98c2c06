"""The public page of a programme, for those who run it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.markdown import to_html
from fellowship.forms.programmes import ProgrammePageForm
from fellowship.programmes.pages import page_of, save_page
from fellowship.views.guards import person, programme_for


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def programme_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the page, and see below how it reads."""
    programme = programme_for(request, slug)
    page = page_of(programme)
    names = tuple(ProgrammePageForm.base_fields)
    form = ProgrammePageForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(page, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        save_page(programme, form.cleaned_data, actor=person(request), now=timezone.now())
        messages.success(request, "The page is saved.")
        return redirect("fellowship:programme_page", programme.slug)
    context = {"form": form, "programme": programme, "page": page, "about": to_html(page.about)}
    return render(request, "fellowship/programmes/programme_page.html", context)
