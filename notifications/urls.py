"""Addresses of the outbox for staff."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.message_list, name="message_list"),
    path("release/", views.act, {"name": "release"}, name="release"),
    path("retry/", views.act, {"name": "retry"}, name="retry"),
    path("cancel/", views.act, {"name": "cancel"}, name="cancel"),
    path("<int:message_id>/", views.message_detail, name="message_detail"),
    path("<int:message_id>/edit/", views.message_edit, name="message_edit"),
]
