"""Registers planning: what it holds about people, and what happens to answers when somebody signs in."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class PlanningConfig(AppConfig):
    name = "planning"

    def ready(self) -> None:
        from planning import letters  # noqa: F401 - registers the letters
        from planning.journeys.personal_data import register_journeys
        from planning.personal_data import register_personal_data
        from planning.plans import letters as plan_letters  # noqa: F401 - registers the letters
        from planning.views.current import keep_after_signing_in
        from planning.views.tried_adverts import keep_tried_after_signing_in

        register_personal_data()
        register_journeys()
        # The one signal of the portal: accounts, where people sign in, may not know planning (docs/adr/0090).
        user_logged_in.connect(keep_after_signing_in, dispatch_uid="planning.keep_after_signing_in")
        user_logged_in.connect(keep_tried_after_signing_in, dispatch_uid="planning.keep_tried_after_signing_in")
