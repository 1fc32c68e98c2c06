"""A URL configuration without any address."""

urlpatterns: list[object] = []
