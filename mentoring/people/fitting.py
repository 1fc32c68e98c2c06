"""Points and reasons for two people outside any round, by the portal's own weights (docs/matching.md)."""

from typing import Any

from accounts.models import User
from accounts.profiles import profile_of
from common.vocabulary import Band
from mentoring import engine
from mentoring.models import Mentee, MenteeGap, Mentor, Preference
from planning.models import Assessment


def fit_of(mentee: Mentee, mentor: Mentor) -> tuple[int, list[dict[str, Any]]]:
    """Points (0 to 100), and the reasons as a pair keeps them: term, points, of, facts. About ten queries."""
    shortlist = Preference.objects.filter(mentee=mentee, kind=Preference.Kind.SHORTLIST).order_by("position", "pk")
    gaps = MenteeGap.objects.filter(mentee=mentee).counted().values_list("skill__slug", "counts_from", "target")
    wishes = engine.Mentee(
        **_common(mentee),
        gaps={slug: engine.Gap(have, to) for slug, have, to in gaps},
        goal_role=mentee.goal.role.slug if mentee.goal else "",
        goal_family=mentee.goal.role.family.slug if mentee.goal else "",
        shortlist=tuple(str(user) for user in shortlist.values_list("mentor__user", flat=True)),
    )
    jobs = [mentor.level, *(row.level for row in mentor.earlier_roles.select_related("level__role__family"))]
    roles = [job.role for job in jobs if job]
    offers = engine.Mentor(
        **_common(mentor),
        places=mentor.places,
        skills=dict(mentor.skills.values_list("skill__slug", "level")),
        roles=frozenset(role.slug for role in roles),
        families=frozenset(role.family.slug for role in roles),
    )
    scoring = engine.Weights().scoring([wishes], [offers])
    reasons: list[dict[str, Any]] = [
        {"term": one.term.value, "points": one.points, "of": one.of, "facts": dict(one.facts)}
        for one in scoring.reasons(0, 0)
    ]
    return int(sum(scoring.points(0))), reasons


def _common(row: Mentee | Mentor) -> dict[str, Any]:
    profile = profile_of(row.user)
    region = profile.region or (profile.organisation.region if profile.organisation else "")
    return {
        "id": str(row.user_id),
        "band": Band(profile.band).rank if profile.band in Band.values else None,
        "region": region,
        "remote": row.remote,
        "times": frozenset(row.times),
        "motivations": _moved_by(row.user),
        "experiences": frozenset(row.experiences),
        "formats": frozenset(row.formats),
    }


def _moved_by(user: User) -> frozenset[str]:
    """What moves somebody, from their newest assessment that says so."""
    newest = Assessment.objects.of(user).filter(statements__isnull=False).first()
    return frozenset(newest.statements.values_list("code", flat=True)) if newest else frozenset()
