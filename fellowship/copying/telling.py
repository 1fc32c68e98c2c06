"""What a copy of a cohort has, counted before anybody asks for it."""

from fellowship.copying.call import rubric_of
from fellowship.copying.year import activities_of, skills_of
from fellowship.models import Call, Cohort, Question, Signpost

# Belongs to the programme: all its cohorts use it.
SHARED = "questionnaires, the chart of early warning, the team, letters and the public page"
STAYS = (
    "people, applications and answers",
    "numbers of visits and campaigns, and of eligible staff",
    "extensions and late codes",
    "who reads, panels and interview times",
    "invitations and bookings",
    "learning sets, mentors, announcements and the showcase",
)


def what_comes_along(cohort: Cohort) -> list[tuple[str, int]]:
    """Words and how many of it come along; none of what there is none. Constant in queries."""
    activities = list(activities_of(cohort))
    sessions = sum(one.event_id is not None for one in activities)
    found = [
        ("mandatory days, with their places", cohort.mandatory_days.count()),
        *_of_call(Call.objects.filter(cohort=cohort).first()),
        ("sessions, as drafts with time, place and aims", sessions),
        ("things that run all year, with their aims", len(activities) - sessions),
        ("themes", cohort.themes.count()),
        ("times of questionnaires", cohort.waves.count()),
        ("skills that are measured", skills_of(cohort).count()),
    ]
    return [(words, count) for words, count in found if count]


def _of_call(call: Call | None) -> list[tuple[str, int]]:
    if call is None:
        return []
    return [
        ("call, with its words and times, not published", 1),
        ("sections of its form", call.sections.count()),
        ("questions", Question.objects.filter(section__call=call, is_retired=False).count()),
        ("questions of who may apply", call.rules.filter(is_retired=False).count()),
        (
            "signposts for others",
            Signpost.objects.filter(rule__call=call, rule__is_retired=False, is_retired=False).count(),
        ),
        ("things that are scored", len(rubric_of(call))),
    ]
