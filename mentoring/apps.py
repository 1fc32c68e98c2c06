"""Registers mentoring: its letters, and what it holds about people."""

from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "mentoring"

    def ready(self) -> None:
        from accounts.people import PersonRole, role_is_held_by
        from mentoring.letters import (  # noqa: F401 - registers the letters
            answers,
            concerns,
            conversations,
            meetings,
            pairs,
            people,
            rounds,
            team,
        )
        from mentoring.meetings.personal_data import register_meetings
        from mentoring.people.keeping import mentors
        from mentoring.personal_data import register_personal_data

        register_personal_data()
        register_meetings()
        role_is_held_by(PersonRole.MENTOR, mentors)
