"""What programs ask for: robots.txt, sitemap.xml, security.txt, and the icon at the address that browsers guess."""

from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from careers.frame import current_frame
from careers.models import Edition, Learning
from common.public_pages import public_page
from fellowship.models import Call, ProgrammePage, Showcase

LISTED = (
    "home",
    "careers:families",
    "careers:role_list",
    "careers:skill_list",
    "careers:starting_point_list",
    "careers:pathways",
    "planning:assessment_start",
    "planning:advert_read",
    "planning:journey_list",
    "planning:journey_moves",
    "planning:horizon",
    "careers:learning_list",
    "fellowship:programme_list",
    "careers:network_list",
    "careers:conference_list",
    "careers:glossary",
    "careers:changes",
    "careers:open_data",
    "events:event_list",
    "about_data",
    "accessibility",
    "privacy",
    "cookies",
    "terms",
    "contact",
)

# Endless combinations of what people may ask, and pages about one's own account. What lies behind the first is in the
# sitemap, or for events in their list.
NOT_FOR_ROBOTS = (
    "careers:search",
    "careers:compare",
    "events:event_month",
    "planning:code_return",
    "planning:assessment_import",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
)

SECURITY_TXT_HOLDS = timedelta(days=180)


class Pages(Sitemap):
    """Every page that stands for itself, at the address that ``SITE_URL`` names. Five queries."""

    def items(self) -> list[str]:
        frame = current_frame()
        slugs = {
            "careers:role_detail": frame.roles.slugs,
            "careers:skill_detail": frame.skills.slugs,
            "careers:starting_point_detail": frame.points.slugs,
            "careers:learning_detail": Learning.objects.live().order_by("slug").values_list("slug", flat=True),
            "careers:edition_changes": Edition.objects.order_by("slug").values_list("slug", flat=True),
        }
        things = [reverse(name, args=[slug]) for name, found in slugs.items() for slug in found]
        return [*(reverse(name) for name in LISTED), *things, *self._programmes()]

    def _programmes(self) -> list[str]:
        """Public pages of programmes, where people apply now or soon, and what fellows show."""
        public = ProgrammePage.objects.filter(is_public=True).order_by("programme__slug")
        calls = Call.objects.taking_or_to_take(timezone.now()).order_by("cohort__programme__slug", "cohort__slug")
        starts = calls.filter(cohort__programme__page__is_public=True)
        shown = Showcase.objects.filter(published_at__isnull=False).order_by("cohort__programme__slug", "cohort__slug")
        return [
            *(
                reverse("fellowship:programme", args=[slug])
                for slug in public.values_list("programme__slug", flat=True)
            ),
            *(
                reverse("fellowship:call_start", args=address)
                for address in starts.values_list("cohort__programme__slug", "cohort__slug")
            ),
            *(
                reverse("fellowship:showcase", args=address)
                for address in shown.values_list("cohort__programme__slug", "cohort__slug")
            ),
        ]

    def location(self, item: str) -> str:
        return item

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(str(settings.SITE_URL)).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(str(settings.SITE_URL)).netloc


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page, for search engines."""
    return sitemap_view(request, {"pages": Pages})


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Robots may read everything but pages that are made for one question."""
    # Some parsers drop a question mark that ends a rule, and would close the page itself.
    asked = [f"{reverse('careers:pathways')}?{end}=" for end in ("from", "to")]
    closed = [*(reverse(name) for name in NOT_FOR_ROBOTS), *asked, reverse("admin:index")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), "", f"Sitemap: {_absolute('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116). Not a public page: it changes with the day, not with the data."""
    mail = settings.CONTACT_EMAIL
    today = datetime.combine(timezone.now().date(), time(), UTC)
    lines = [
        f"Contact: {f'mailto:{mail}' if mail else _absolute('contact')}",
        f"Expires: {today + SECURITY_TXT_HOLDS:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {_absolute('security_txt')}",
        f"Policy: {_absolute('contact')}#security",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _absolute(name: str) -> str:
    return f"{settings.SITE_URL}{reverse(name)}"


@public_page
def favicon(request: HttpRequest) -> HttpResponse:
    """Pages name the icon themselves; this is for those that do not, such as Django admin."""
    return redirect(static("images/favicon.svg"))
