"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("careers.urls")),
    path("admin/", admin.site.urls),
]
