"""Registers fellowships: their letters, and what they hold about people."""

from django.apps import AppConfig


class FellowshipConfig(AppConfig):
    name = "fellowship"

    def ready(self) -> None:
        from fellowship.letters import interviews, moves, offers, reviewing, support  # noqa: F401 - registers the letters
        from fellowship.letters import fellows, support_checks  # noqa: F401 - registers the letters
        from fellowship.letters import applying, more_time  # noqa: F401 - registers the letters
        from fellowship.letters import alumni, announcements, projects  # noqa: F401 - registers the letters
        from fellowship.letters import sets as _sets  # noqa: F401 - registers the letters
        from fellowship.personal_data.applying import register_applying
        from fellowship.personal_data.choosing import register_choosing
        from fellowship.personal_data.evaluation import register_evaluation
        from fellowship.personal_data.fellows import register_fellows
        from fellowship.personal_data.together import register_together
        from fellowship.personal_data.year import register_year

        register_applying()
        register_choosing()
        register_fellows()
        register_evaluation()
        register_year()
        register_together()
