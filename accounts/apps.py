"""Registers accounts: their letters, and what they hold about people."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import letters  # noqa: F401 - registers the letters
        from accounts.personal_data import register_personal_data

        register_personal_data()
