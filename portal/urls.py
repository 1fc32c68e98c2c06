"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

from portal.pages import health

urlpatterns = [
    path("", include("careers.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
