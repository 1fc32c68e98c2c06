"""What there is to do for a cohort, in the order of its year: the links of its page, and those for each role."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import ProgrammeRole
from fellowship.models import Cohort
from fellowship.models.moves import CohortState


@dataclass(frozen=True)
class Area:
    """Pages that belong together. ``is_now``: what the cohort is at."""

    title: str
    links: list[tuple[str, str]]
    is_now: bool


# Title, the states in which it is what matters, and its pages: the name of the address and what the link says.
_AREAS: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]], ...] = (
    (
        "Applications",
        (CohortState.OPEN, CohortState.SELECTING),
        (
            ("application_list", "All applications"),
            ("screening", "Check who is eligible"),
            ("rubric", "What is scored"),
            ("assignment", "Who reads what"),
            ("score_table", "Scores"),
        ),
    ),
    (
        "Choosing",
        (CohortState.SELECTING,),
        (
            ("shortlist", "Shortlist"),
            ("interview_list", "Interviews"),
            ("decision_list", "Decisions and letters"),
            ("reserve_list", "Reserve list"),
            ("unanswered", "Who still waits for an answer"),
            ("onboarding_list", "Getting ready to start"),
        ),
    ),
    (
        "The year",
        (CohortState.RUNNING,),
        (
            ("fellow_list", "Fellows"),
            ("curriculum", "Sessions and what they are for"),
            ("set_list", "Learning sets"),
            ("mentor_round", "Mentors"),
            ("project_list", "Projects"),
            ("warning_list", "Early warnings"),
            ("announcement_list", "Announcements and messages"),
        ),
    ),
    (
        "What came of it",
        (CohortState.RUNNING, CohortState.FINISHED),
        (
            ("cohort_dashboard", "Dashboard"),
            ("evaluation", "Questionnaires and results"),
            ("showcase_edit", "Showcase"),
            ("alumni_list", "Alumni"),
            ("funder_report", "Report for the funder"),
        ),
    ),
)


# What those open who do not run the programme, by role. Notes of conversations are for advisers alone.
_OF_FACILITATORS = (("curriculum", "The year"), ("aims_map", "Aims and themes"), ("attendance", "Who came"))
_OF_ROLES: dict[str, tuple[tuple[str, str], ...]] = {
    ProgrammeRole.Role.ADVISER: (
        ("deep_dive_list", "First conversations"),
        ("warning_list", "Early warnings"),
        ("fellow_list", "Fellows"),
        ("project_list", "Projects"),
        ("support_check_list", "Time and support"),
        *_OF_FACILITATORS,
    ),
    ProgrammeRole.Role.FACILITATOR: _OF_FACILITATORS,
}


def pages_for(cohort: Cohort, roles: Collection[str]) -> list[tuple[str, str]]:
    """Address and words of what advisers and facilitators may open of a cohort; ``roles`` are those held in it."""
    pages = dict.fromkeys(page for role, pages in _OF_ROLES.items() if role in roles for page in pages)
    return [(reverse(f"fellowship:{name}", args=[cohort.uuid]), words) for name, words in pages]


def areas_of(cohort: Cohort) -> list[Area]:
    """The areas of a cohort's page, what it is at now first."""
    areas = [
        Area(
            title,
            [(reverse(f"fellowship:{name}", args=[cohort.uuid]), words) for name, words in pages],
            cohort.state in states,
        )
        for title, states, pages in _AREAS
    ]
    return sorted(areas, key=lambda area: not area.is_now)
