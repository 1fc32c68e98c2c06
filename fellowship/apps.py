"""Registers fellowships: their letters, and what they hold about people."""

from django.apps import AppConfig


class FellowshipConfig(AppConfig):
    name = "fellowship"

    def ready(self) -> None:
        from fellowship.letters import (  # noqa: F401 - registers the letters
            alumni,
            announcements,
            applicants,
            applying,
            conversations,
            evaluation,
            fellows,
            following,
            interviews,
            more_time,
            moves,
            offers,
            projects,
            reviewing,
            sets,
            support,
            support_checks,
        )
        from fellowship.personal_data.applying import register_applying
        from fellowship.personal_data.choosing import register_choosing
        from fellowship.personal_data.evaluation import register_evaluation
        from fellowship.personal_data.fellows import register_fellows
        from fellowship.personal_data.following import register_following
        from fellowship.personal_data.reading import register_reading
        from fellowship.personal_data.together import register_together
        from fellowship.personal_data.year import register_year
        from fellowship.programmes.leaving import register_leaving

        register_leaving()
        register_applying()
        register_choosing()
        register_reading()
        register_fellows()
        register_evaluation()
        register_year()
        register_together()
        register_following()
