"""From the rows of the database to what the engine reads, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import Profile, User
from careers.models import Level
from common.vocabulary import Band
from mentoring import engine
from mentoring.models import (
    Bond,
    GivenScore,
    Match,
    Mentee,
    MenteeGap,
    Mentor,
    MentorRole,
    MentorSkill,
    Participant,
    Preference,
    Round,
    Run,
)
from mentoring.rounds.files.standing import in_lots
from mentoring.rounds.keeping import weights_of
from planning.models import Assessment

Side = Participant.Side
HIGHEST_MANAGER = 10  # steps up a line of managers that are followed
_RANKS = {band.value: band.rank for band in Band}
_OBJECTIVES = {
    Round.Objective.FAIR: engine.Objective.FAIR,
    Round.Objective.BEST_TOTAL: engine.Objective.TOTAL,
}


def engine_round(run: Run, *, now: datetime) -> engine.Round:
    """All that a run reads. People are known by their ids, as text; words by their slugs."""
    round_ = run.round
    facts = _Facts(round_, now)
    return engine.Round(
        mentees=facts.mentees(),
        mentors=facts.mentors(),
        scheme=_given(round_) if run.scores == Round.Scores.GIVEN else weights_of(run.weights),
        fixed=facts.fixed(),
        bars=facts.bars(),
        floor=run.floor,
        objective=_OBJECTIVES[Round.Objective(run.objective)],
    )


def without_details(round_: Round) -> int:
    """How many take part whom no run sees, because they took back what they offered or wished for."""
    in_it = Participant.objects.filter(round=round_, state=Participant.State.IN)
    return in_it.filter(
        Q(side=Side.MENTOR, user__mentor=None) | Q(side=Side.MENTEE, user__mentee=None) | Q(user__is_active=False)
    ).count()


def _given(round_: Round) -> engine.Given:
    scores = {
        (str(mentee), str(mentor)): score
        for mentee, mentor, score in GivenScore.objects.filter(round=round_)
        .values_list("mentee", "mentor", "score")
        .iterator(chunk_size=10_000)
    }
    return engine.Given(scores, max(100, *scores.values()) if scores else 100)


class _Facts:
    """What is known of everybody in a round."""

    def __init__(self, round_: Round, now: datetime) -> None:
        self.round, self.now = round_, now
        self.today = timezone.localdate(now)
        in_it = Participant.objects.filter(round=round_, state=Participant.State.IN, user__is_active=True)
        self.waiting = dict(in_it.filter(side=Side.MENTEE).values_list("user", "waiting_since"))
        self.people = in_it.values("user")
        self.of_mentees = in_it.filter(side=Side.MENTEE).values("user")
        self.of_mentors = in_it.filter(side=Side.MENTOR).values("user")
        self.work = self._work()
        self.managers = self._managers()
        self.levels = {
            pk: (role, family)
            for pk, role, family in Level.objects.values_list("pk", "role__slug", "role__family__slug")
        }
        self.moved_by = self._motivations()

    def _work(self) -> dict[int, tuple[str, int | None, str, str]]:
        """Organisation, band, region and line manager's address by person."""
        rows = Profile.objects.filter(user__in=self.people).values_list(
            "user", "organisation", "organisation_name", "band", "region", "organisation__region", "line_manager_email"
        )
        return {
            user: (
                str(listed) if listed else f"typed {typed.casefold()}" if typed else "",
                _RANKS.get(band), region or listed_region or "", manager.lower(),
            )
            for user, listed, typed, band, region, listed_region, manager in rows.iterator(chunk_size=10_000)
        }  # fmt: skip

    def _managers(self) -> dict[int, tuple[str, ...]]:
        """Ids of those above each person, as far up as profiles name them, people outside the round included."""
        above: dict[str, tuple[int, str]] = {}  # by address: who it is, and the address of their own manager
        asked: set[str] = set()
        wanted = {manager for *_, manager in self.work.values() if manager}
        for _ in range(HIGHEST_MANAGER):
            wanted -= asked
            if not wanted:
                break
            asked |= wanted
            for some in in_lots(sorted(wanted)):
                rows = User.objects.filter(email__in=some).values_list("email", "pk", "profile__line_manager_email")
                above |= {email: (pk, (manager or "").lower()) for email, pk, manager in rows}
            wanted = {above[email][1] for email in wanted if email in above} - {""}
        found: dict[int, tuple[str, ...]] = {}
        for user, (*_, first) in self.work.items():
            line: list[int] = []
            manager = first
            while manager in above and above[manager][0] not in (user, *line):  # profiles may name each other
                line.append(above[manager][0])
                manager = above[manager][1]
            if line:
                found[user] = tuple(map(str, line))
        return found

    def _motivations(self) -> dict[int, frozenset[str]]:
        """What moves each person, from their newest assessment that says so."""
        statements = Assessment.statements.through.objects.filter(assessment__user__in=self.people)
        rows = statements.order_by("assessment__started_at", "assessment").values_list(
            "assessment__user", "assessment", "statement__code"
        )
        newest: dict[int, tuple[Any, set[str]]] = {}
        for user, assessment, code in rows.iterator(chunk_size=10_000):
            if user not in newest or newest[user][0] != assessment:
                newest[user] = (assessment, set())
            newest[user][1].add(code)
        return {user: frozenset(codes) for user, (_, codes) in newest.items()}

    def _common(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """What mentors and mentees have in common, of a row of ``values()``."""
        user = row["user"]
        organisation, band, region, _ = self.work.get(user, ("", None, "", ""))
        return {
            "id": str(user),
            "organisation": organisation,
            "other_organisation": row["other_organisation"] or self.round.other_organisation,
            "managers": self.managers.get(user, ()),
            "band": band,
            "region": region,
            "remote": row["remote"],
            "times": frozenset(row["times"]),
            "motivations": self.moved_by.get(user, frozenset()),
            "experiences": frozenset(row["experiences"]),
            "formats": frozenset(row["formats"]),
        }

    def mentors(self) -> list[engine.Mentor]:
        """Who is paused takes nobody; who has more places than the round allows has as many as it allows."""
        skills: dict[int, dict[str, int]] = defaultdict(dict)
        taught = MentorSkill.objects.filter(mentor__user__in=self.of_mentors).order_by()
        for mentor, slug, level in taught.values_list("mentor", "skill__slug", "level").iterator(chunk_size=10_000):
            skills[mentor][slug] = level
        held: dict[int, list[int]] = defaultdict(list)
        earlier = MentorRole.objects.filter(mentor__user__in=self.of_mentors).order_by()
        for mentor, level in earlier.values_list("mentor", "level").iterator(chunk_size=10_000):
            held[mentor].append(level)
        rows = Mentor.objects.filter(user__in=self.of_mentors).values(
            "pk", "user", "level", "places", "paused_until", *_COMMON
        )
        most = self.round.most_places
        found = []
        for row in rows.iterator(chunk_size=10_000):
            jobs = [self.levels[pk] for pk in (row["level"], *held[row["pk"]]) if pk is not None]
            is_paused = row["paused_until"] is not None and row["paused_until"] >= self.today
            places = row["places"] if most is None else min(row["places"], most)
            found.append(
                engine.Mentor(
                    **self._common(row),
                    places=0 if is_paused else places,
                    skills=skills[row["pk"]],
                    roles=frozenset(role for role, _ in jobs),
                    families=frozenset(family for _, family in jobs),
                )
            )
        return found

    def mentees(self) -> list[engine.Mentee]:
        gaps: dict[int, dict[str, engine.Gap]] = defaultdict(dict)
        wanted = MenteeGap.objects.filter(mentee__user__in=self.of_mentees).counted().order_by()
        for mentee, slug, have, target in wanted.values_list("mentee", "skill__slug", "counts_from", "target").iterator(
            chunk_size=10_000
        ):
            gaps[mentee][slug] = engine.Gap(have, target)
        shortlists: dict[int, list[str]] = defaultdict(list)
        named = Preference.objects.filter(mentee__user__in=self.of_mentees, kind=Preference.Kind.SHORTLIST)
        for mentee, mentor in named.order_by("position", "pk").values_list("mentee", "mentor__user"):
            shortlists[mentee].append(str(mentor))
        rows = Mentee.objects.filter(user__in=self.of_mentees).values("pk", "user", "goal", "wanted", *_COMMON)
        found = []
        for row in rows.iterator(chunk_size=10_000):
            role, family = self.levels.get(row["goal"], ("", ""))
            found.append(
                engine.Mentee(
                    **self._common(row),
                    wanted=min(row["wanted"], self.round.most_wanted),
                    weeks=max((self.now - self.waiting[row["user"]]).days // 7, 0),
                    gaps=gaps[row["pk"]],
                    goal_role=role,
                    goal_family=family,
                    shortlist=tuple(shortlists[row["pk"]]),
                )
            )
        return found

    def fixed(self) -> list[engine.Fixed]:
        """Live pairs of anybody here, wherever they came from, and pins."""
        live = Match.objects.live().filter(Q(mentee__in=self.of_mentees) | Q(mentor__in=self.of_mentors)).order_by()
        pins = Bond.objects.filter(round=self.round, kind=Bond.Kind.PIN).order_by()
        return [
            *(engine.Fixed(str(one), str(other), is_pin=False) for one, other in _pairs(live)),
            *(engine.Fixed(str(one), str(other), is_pin=True) for one, other in _pairs(pins)),
        ]

    def bars(self) -> list[engine.Bar]:
        """Pairs declined, and pairs that met and ended, in this programme; vetoes; whom the team keeps apart."""
        before = Match.objects.filter(programme=self.round.programme_id, mentee__in=self.of_mentees).order_by()
        met = before.filter(state=Match.State.ENDED, met_at__isnull=False)
        vetoes = Preference.objects.filter(mentee__user__in=self.of_mentees, kind=Preference.Kind.VETO).order_by()
        apart = Bond.objects.filter(round=self.round, kind=Bond.Kind.FORBID).order_by()
        rules: Iterable[tuple[engine.Rule, Iterable[tuple[int, int]]]] = (
            (engine.Rule.DECLINED, _pairs(before.filter(state=Match.State.DECLINED))),
            (engine.Rule.MET, _pairs(met)),
            (engine.Rule.VETO, vetoes.values_list("mentee__user", "mentor__user")),
            (engine.Rule.NOT_THESE_TWO, _pairs(apart)),
        )
        return [engine.Bar(str(one), str(other), why) for why, pairs in rules for one, other in pairs]


_COMMON = ("other_organisation", "remote", "times", "experiences", "formats")


def _pairs(rows: Any) -> Iterable[tuple[int, int]]:
    return rows.values_list("mentee", "mentor")  # type: ignore[no-any-return]
