"""Cohorts with fellows, for tests of what happens in the year."""

from accounts.models import Profile, ProgrammeRole, User
from fellowship.models import Application, Cohort, Fellow, LearningSet, SetMember
from tests.fellowship.world import NOW, application, call, cohort, in_team, person, programme

EMPLOYERS = tuple(f"Trust {number}" for number in range(9))
PROFESSIONS = ("NURSE", "DOCTOR", "PHARMACIST")
REGIONS = ("LONDON", "MIDLANDS", "NORTH_WEST", "WALES")


def with_fellows(count: int, *, facilitators: int = 2) -> tuple[Cohort, User, list[Fellow]]:
    """A cohort with so many fellows from nine employers, who runs it, and the fellows."""
    ours = programme()
    made = cohort(ours, places=max(count, 1))
    of, people = call(made), []
    for number in range(count):
        one = application(of, state=Application.State.ENROLLED, user=person(f"Fellow {number:03}"))
        one.organisation_name = EMPLOYERS[number % len(EMPLOYERS)]
        one.profession, one.region = PROFESSIONS[number % 3], REGIONS[number % 4]
        one.save()
        people.append(Fellow.objects.create(cohort=made, user=one.user, application=one, enrolled_at=NOW))
    for _ in range(facilitators):
        in_team(ours, ProgrammeRole.Role.FACILITATOR)
    return made, in_team(ours), people


def work_of(fellow: Fellow) -> Application:
    """The application of a fellow, where their work stands."""
    assert fellow.application is not None
    return fellow.application


def works_for(user: User, name: str) -> None:
    Profile.objects.create(user=user, employer=Profile.Employer.NOT_LISTED, organisation_name=name)


def seated(of: Cohort, people: list[Fellow], *, told: bool = True, facilitator: User | None = None) -> LearningSet:
    """A set with these fellows."""
    if told:
        of.sets_told_at = NOW
        of.save()
    one = LearningSet.objects.create(cohort=of, number=of.sets.count() + 1, facilitator=facilitator)
    SetMember.objects.bulk_create(SetMember(learning_set=one, fellow=fellow) for fellow in people)
    return one
