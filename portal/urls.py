"""Every address of the portal."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from portal.pages import dashboard, gap, gap_routes, health, home, preferences, robots, site

# Django's own sign-in page knows no second step and no limit on tries.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Its page for one's own password tells nobody of the change.
admin.site.password_change = RedirectView.as_view(  # type: ignore[assignment, method-assign]
    pattern_name="account_change_password"
)

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("careers.urls")),
    path("me/", dashboard.dashboard, name="dashboard"),
    path("me/contact/", preferences.contact_preferences, name="contact_preferences"),
    path("", include("accounts.urls")),
    path("", include("events.urls")),
    path("", include("planning.urls")),
    path("", include("mentoring.urls")),
    path("", include("fellowship.urls")),
    path("gap/<slug:slug>/", gap.gap_report, name="gap_report"),
    path("gap/<slug:slug>/gap.csv", gap.gap_csv, name="gap_csv"),
    path("gap/<slug:slug>/routes/", gap_routes.gap_routes, name="gap_routes"),
    path("gap/<slug:slug>/request/", gap.manager_request, name="manager_request"),
    path("shared/<str:secret>/", gap.shared_report, name="shared_report"),
    path("account/", include("accounts.entrance_urls")),
    path("staff/outbox/", include("notifications.urls")),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("privacy/", site.privacy, name="privacy"),
    path("cookies/", site.cookies, name="cookies"),
    path("terms/", site.terms, name="terms"),
    path("contact/", site.contact, name="contact"),
    path("about-the-data/", site.about_data, name="about_data"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("favicon.ico", robots.favicon, name="favicon"),
    path("robots.txt", robots.robots, name="robots"),
    path(".well-known/security.txt", robots.security_txt, name="security_txt"),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
if settings.METRICS_TOKEN:
    from portal.pages.metrics import metrics

    urlpatterns.append(path("metrics", metrics, name="metrics"))

admin.site.site_header = admin.site.site_title = settings.SERVICE_NAME
admin.site.index_title = "The catalogue and who may correct it"

handler404 = "portal.pages.errors.page_not_found"
