"""Registers accounts: their letters, what they hold about people, and how the audit trail shows them."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import letters  # noqa: F401 - registers the letters
        from accounts.audited import show_accounts
        from accounts.personal_data import register_personal_data

        register_personal_data()
        show_accounts()
