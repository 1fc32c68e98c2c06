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
        ("mandatory day, with its place", "mandatory days, with their places", cohort.mandatory_days.count()),
        *_of_call(Call.objects.filter(cohort=cohort).first()),
        ("session, as a draft with time, place and aims", "sessions, as drafts with time, place and aims", sessions),
        (
            "thing that runs all year, with its aims", "things that run all year, with their aims",
            len(activities) - sessions,
        ),
        ("theme", "themes", cohort.themes.count()),
        ("time of a questionnaire", "times of questionnaires", cohort.waves.count()),
        ("skill that is measured", "skills that are measured", skills_of(cohort).count()),
    ]  # fmt: skip
    return [(one if count == 1 else many, count) for one, many, count in found if count]


def _of_call(call: Call | None) -> list[tuple[str, str, int]]:
    if call is None:
        return []
    rules = call.rules.filter(is_retired=False)
    signposts = Signpost.objects.filter(rule__in=rules, is_retired=False)
    questions = Question.objects.filter(section__call=call, is_retired=False)
    return [
        ("call, with its words and times, not published", "", 1),
        ("section of its form", "sections of its form", call.sections.count()),
        ("question", "questions", questions.count()),
        ("question of who may apply", "questions of who may apply", rules.count()),
        ("signpost for others", "signposts for others", signposts.count()),
        ("thing that is scored", "things that are scored", len(rubric_of(call))),
    ]
