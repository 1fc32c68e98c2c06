"""Registers the composition root, so that its commands and pages are found, and what apps add to public pages."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from portal.pages.elsewhere import register_elsewhere
        from portal.pages.journeys import register_journeys
        from portal.pages.mentoring import register_mentoring

        register_elsewhere()
        register_journeys()
        register_mentoring()
