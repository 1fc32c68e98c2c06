"""Registers the careers app."""

from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "careers"
    verbose_name = "Careers catalogue"

    def ready(self) -> None:
        from django.core.checks import register

        from careers.roles.vacancies import check_vacancy_searches

        register(check_vacancy_searches)
        from careers.personal_data import register_personal_data

        register_personal_data()
