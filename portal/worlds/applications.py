"""Applications in every state, each with the way it came there: moves, answers, letters of support, readings."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from accounts.models import Profile, User
from fellowship.calls.deadlines import CODE_LETTERS
from fellowship.models import (
    Answer,
    Application,
    ApplicationMove,
    Call,
    Decision,
    EligibilityRule,
    Equality,
    InformationRequest,
    Offer,
    OnboardingItem,
    Question,
    Reader,
    Review,
    ReviewScore,
    RubricItem,
    SupportLetter,
)
from fellowship.models.applications import support_digest, support_token
from fellowship.models.moves import ApplicationState
from portal.worlds.calls import CAMPAIGNS, TOPICS, Team
from portal.worlds.people import AT_ONCE, World
from portal.worlds.words import CHANGE, FEEDBACK, IDEAS, LEARN, PROJECT, WHY, Idea

S = ApplicationState
_READ = (S.DRAFT, S.SUBMITTED, S.ELIGIBLE, S.IN_REVIEW)
_SCORED = (*_READ, S.SCORED)
_MET = (*_SCORED, S.SHORTLISTED, S.INTERVIEW_INVITED, S.INTERVIEW_BOOKED, S.INTERVIEWED)
_IN = (*_MET, S.OFFERED, S.ACCEPTED, S.ONBOARDING)
# The states that an application went through, its own last.
WAYS: Mapping[str, Sequence[str]] = {
    S.DRAFT: (S.DRAFT,),
    S.SUBMITTED: _READ[:2],
    S.INELIGIBLE: (*_READ[:2], S.INELIGIBLE),
    S.WITHDRAWN: (*_READ[:2], S.WITHDRAWN),
    S.ELIGIBLE: _READ[:3],
    S.INFO_REQUESTED: (*_READ[:3], S.INFO_REQUESTED),
    S.IN_REVIEW: _READ,
    S.MODERATION: (*_READ, S.MODERATION),
    S.SCORED: _SCORED,
    S.SHORTLISTED: (*_SCORED, S.SHORTLISTED),
    S.UNSUCCESSFUL: (*_SCORED, S.UNSUCCESSFUL),
    S.INTERVIEW_INVITED: _MET[:-2],
    S.INTERVIEW_BOOKED: _MET[:-1],
    S.MISSED: (*_MET[:-1], S.MISSED),
    S.INTERVIEWED: _MET,
    S.RESERVE: (*_MET, S.RESERVE),
    S.OFFERED: (*_MET, S.OFFERED),
    S.DECLINED: (*_MET, S.OFFERED, S.DECLINED),
    S.EXPIRED: (*_MET, S.OFFERED, S.EXPIRED),
    S.ONBOARDING: _IN,
    S.ENROLLED: (*_IN, S.ENROLLED),
}
# Days after the call closed by which a step was taken; until then a person could still hand in.
_AFTER: Mapping[str, int] = {
    S.INELIGIBLE: 8, S.ELIGIBLE: 8, S.INFO_REQUESTED: 9, S.WITHDRAWN: 10, S.IN_REVIEW: 14, S.MODERATION: 40,
    S.SCORED: 44, S.SHORTLISTED: 50, S.UNSUCCESSFUL: 90, S.INTERVIEW_INVITED: 52, S.INTERVIEW_BOOKED: 55,
    S.INTERVIEWED: 66, S.MISSED: 66, S.RESERVE: 90, S.OFFERED: 90, S.ACCEPTED: 94, S.DECLINED: 95, S.EXPIRED: 98,
    S.ONBOARDING: 96, S.ENROLLED: 150,
}  # fmt: skip
_GETS_FEEDBACK = (S.UNSUCCESSFUL, S.RESERVE)
_BY_APPLICANT = (S.SUBMITTED, S.WITHDRAWN, S.INTERVIEW_BOOKED, S.ACCEPTED, S.DECLINED)
_BY_CLOCK = (S.EXPIRED, S.ONBOARDING)
_REFERENCES = len(CODE_LETTERS) ** 6


def reference(number: int) -> str:
    """The reference of the nth application: no two are alike, and neighbours look nothing like each other."""
    left, letters = number * 366_099_407 % _REFERENCES, ""
    for _ in range(6):
        left, place = divmod(left, len(CODE_LETTERS))
        letters += CODE_LETTERS[place]
    return f"DHP-{letters[:4]}-{letters[4:]}"


def make_applications(
    world: World, call: Call, states: Mapping[str, int], team: Team, *, known: Sequence[tuple[User, str]] = ()
) -> list[Application]:
    """So many applications in each state; ``known``: people whose state is chosen, of those counted."""
    left = dict(states)
    for _, state in known:
        left[state] -= 1
    number = sum(left.values())
    chosen = [state for state, count in left.items() for _ in range(count)]
    people = [*known, *zip(world.next(number), chosen, strict=True)]
    profiles = Profile.objects.select_related("organisation").in_bulk([user.pk for user, _ in people])
    first = Application.objects.count() + 1
    ranks = iter(range(1, len(people) + 1))
    rows = [
        _application(world, call, user, state, profiles[user.pk], first + place, ranks)
        for place, (user, state) in enumerate(people)
    ]
    made = Application.objects.bulk_create(rows, batch_size=AT_ONCE)
    ideas = {one.pk: world.draw.choice(IDEAS) for one in made}
    _moves(world, made, team)
    _answers(world, call, made, ideas)
    _around(world, call, made, team)
    _readings(world, call, made, team)
    return made


def moved_at(world: World, application: Application, state: str) -> datetime:
    """When the application came into a state on its way."""
    if state == S.SUBMITTED:
        assert application.submitted_at is not None
        return application.submitted_at
    return min(application.call.closes_at + timedelta(days=_AFTER[state]), world.ago(0.1))


def _application(
    world: World, call: Call, user: User, state: str, profile: Profile, number: int, ranks: Any
) -> Application:
    draw = world.draw
    ended = min(call.closes_at, world.now - timedelta(hours=6))
    handed_in = None if state == S.DRAFT else ended - timedelta(days=abs(draw.gauss(0, 7)) % 26, minutes=number % 600)
    started = (handed_in or ended) - timedelta(days=draw.uniform(0.5, 12))
    started = max(started, call.opens_at)
    if handed_in is not None:
        handed_in = max(handed_in, started)
    return Application(
        reference=reference(number), call=call, user=user, state=state, via=draw.choice(CAMPAIGNS), name=user.name,
        job_title=profile.job_title, organisation=profile.organisation, organisation_name=profile.works_for,
        band=profile.band, profession=profile.profession, background=profile.background, region=profile.region,
        telephone=f"01632 960{draw.randrange(1000):03}", why=draw.choice(WHY),
        nominated=draw.choice(Application.Nominated.values), declared_at=handed_in, started_at=started,
        adjustments=draw.choice(("", "", "", "", "", "I lip-read. Please keep cameras on.")),
        saved_at=handed_in or started, submitted_at=handed_in,
        reserve_rank=next(ranks) if state == S.RESERVE else None,
        feedback=draw.choice(FEEDBACK) if state in _GETS_FEEDBACK else "",
    )  # fmt: skip


def _moves(world: World, made: Sequence[Application], team: Team) -> None:
    moves = []
    for one in made:
        way = WAYS[one.state]
        for before, after in pairwise(way):
            by = one.user if after in _BY_APPLICANT else None if after in _BY_CLOCK else team.admin
            moves.append(
                ApplicationMove(
                    application=one, before=before, after=after, moved_at=moved_at(world, one, after), moved_by=by
                )
            )
    ApplicationMove.objects.bulk_create(moves, batch_size=AT_ONCE)


def _answers(world: World, call: Call, made: Sequence[Application], ideas: Mapping[int, Idea]) -> None:
    draw = world.draw
    questions = list(Question.objects.filter(section__call=call).exclude(kind=Question.Kind.FILE).order_by("position"))
    rules = list(EligibilityRule.objects.filter(call=call))
    rows = []
    for one in made:
        idea = ideas[one.pk]
        words: list[str] = [
            draw.choice(questions[0].choices), draw.choice(PROJECT).format(about=idea.about),
            draw.choice(CHANGE).format(baseline=idea.baseline, target=idea.target, unit=idea.unit),
            draw.choice(LEARN), draw.choice(("Yes", "No", "No")), str(draw.randint(2, 30)),
        ]  # fmt: skip
        if one.state == S.DRAFT:
            words = words[: draw.randint(1, 4)]
        rows += [
            Answer(application=one, question=asked, text=text) for asked, text in zip(questions, words, strict=False)
        ]
        one.eligibility = {
            str(rule.pk): one.background if rule.subject == "BACKGROUND" else rule.accepted[0] for rule in rules
        }
        if one.state == S.INELIGIBLE:
            one.unmet = rules[2]
    Answer.objects.bulk_create(rows, batch_size=AT_ONCE)
    Application.objects.bulk_update(made, ["eligibility", "unmet"], batch_size=200)


def _around(world: World, call: Call, made: Sequence[Application], team: Team) -> None:
    """Letters of support, equality answers, requests, decisions, offers and what has to be ready."""
    draw = world.draw
    letters, equality, decisions, offers, items = [], [], [], [], []
    for one in made:
        way = WAYS[one.state]
        if one.submitted_at is not None:
            letters.append(_letter(world, one))
            equality.append(Equality(application=one, answers=_equality(world)))
        for outcome in (S.SHORTLISTED, S.OFFERED, S.RESERVE, S.UNSUCCESSFUL):
            if outcome in way and outcome == _last_outcome(way):
                at = moved_at(world, one, outcome)
                code = draw.choice(("SCORE", "PROJECT", "STAGE")) if outcome == S.UNSUCCESSFUL else ""
                decisions.append(
                    Decision(
                        application=one, outcome=outcome, reason_code=code, rank=one.reserve_rank,
                        feedback=one.feedback, made_by=team.admin, made_at=at - timedelta(days=3), released_at=at,
                    )
                )  # fmt: skip
        if S.OFFERED in way:
            offers.append(_offer(world, one))
        if S.ONBOARDING in way:
            items += _ready(world, one)
    SupportLetter.objects.bulk_create(letters, batch_size=AT_ONCE)
    Equality.objects.bulk_create(equality, batch_size=AT_ONCE)
    Decision.objects.bulk_create(decisions, batch_size=AT_ONCE)
    Offer.objects.bulk_create(offers, batch_size=AT_ONCE)
    OnboardingItem.objects.bulk_create(items, batch_size=AT_ONCE)
    asked = InformationRequest.objects.bulk_create(
        InformationRequest(
            application=one, text="Please tell us what the figure is today. Without it readers cannot see the change.",
            asked_by=team.admin, asked_at=world.ago(2), answer_by=world.now + timedelta(days=5),
        )
        for one in made if one.state == S.INFO_REQUESTED
    )  # fmt: skip
    if asked:
        question = Question.objects.filter(section__call=call, is_assessed=True).order_by("position")[1]
        for request in asked:
            request.questions.add(question)
            was = request.application.answers.filter(question=question).values_list("text", flat=True).first()
            request.before = {str(question.uuid): was or ""}
            request.save()


def _last_outcome(way: Sequence[str]) -> str:
    outcomes = [one for one in way if one in (S.SHORTLISTED, S.OFFERED, S.RESERVE, S.UNSUCCESSFUL)]
    return outcomes[-1] if outcomes else ""


def _letter(world: World, one: Application) -> SupportLetter:
    """Confirmed for most; of those just handed in some wait."""
    assert one.submitted_at is not None
    kind = SupportLetter.State
    confirmed = one.state not in (S.SUBMITTED, S.INFO_REQUESTED, S.WITHDRAWN) or world.draw.random() < 0.5
    address = f"sponsor.{one.reference.lower()}@example.org"
    return SupportLetter(
        application=one, state=kind.CONFIRMED if confirmed else kind.ASKED, name="A. N. Example", email=address,
        job_title="Head of department", token_hash=support_digest(support_token(one.uuid, address, one.submitted_at)),
        asked_at=one.submitted_at, answered_at=one.submitted_at + timedelta(hours=30) if confirmed else None,
        protected_time=True if confirmed else None,
        text="We support this and have agreed the day in the rota." if confirmed else "",
    )  # fmt: skip


def _equality(world: World) -> dict[str, str]:
    draw = world.draw
    return {
        "disability": draw.choice(("", "yes", "no", "no", "no")), "sex": draw.choice(("", "female", "female", "male")),
        "ethnic_group": draw.choice(("", "asian", "black", "mixed", "white", "white", "white", "other")),
        "caring": draw.choice(("", "yes", "no")),
    }  # fmt: skip


def _offer(world: World, one: Application) -> Offer:
    way = WAYS[one.state]
    if one.state == S.OFFERED:
        return Offer(application=one, offered_at=world.ago(2), expires_at=world.now + timedelta(days=5))
    at = moved_at(world, one, S.OFFERED)
    answered = next((moved_at(world, one, after) for after in (S.ACCEPTED, S.DECLINED) if after in way), None)
    ended = moved_at(world, one, one.state) if one.state in (S.DECLINED, S.EXPIRED) else None
    return Offer(
        application=one, offered_at=at, expires_at=at + timedelta(days=7), answered_at=answered, ended_at=ended
    )


def _ready(world: World, one: Application) -> list[OnboardingItem]:
    """All done for those enrolled; of others the questionnaire is to come, and some things wait."""
    done_at = moved_at(world, one, S.ONBOARDING)
    kind = OnboardingItem.Kind
    rows = []
    for what in kind.values:
        waits = one.state == S.ONBOARDING and (what == kind.BASELINE or world.draw.random() < 0.25)
        rows.append(OnboardingItem(application=one, kind=what, done_at=None if waits else done_at, done_by=None))
    return rows


def _readings(world: World, call: Call, made: Sequence[Application], team: Team) -> None:
    """Two readings of each that is or was read; half of those in review are still to do. Reviewers told before."""
    draw = world.draw
    if any(S.IN_REVIEW in WAYS[one.state] for one in made):
        Reader.objects.bulk_create(
            Reader(
                call=call, user=user, asked_at=call.closes_at, topics=TOPICS[place % len(TOPICS) :][:2],
                declared_at=call.closes_at + timedelta(days=2 + place % 5),
            )
            for place, user in enumerate(team.reviewers)
        )  # fmt: skip
    items = list(RubricItem.objects.filter(call=call, for_interview=False))
    reviews, rating = [], []
    state = Review.State
    begun = call.closes_at + timedelta(days=_AFTER[S.IN_REVIEW])
    turns = 0
    for one in made:
        if S.IN_REVIEW not in WAYS[one.state]:
            continue
        quality = min(max(draw.gauss(3.1, 0.9), 0.4), 4.9)
        if one.state in (S.ONBOARDING, S.ENROLLED, S.OFFERED):
            quality = min(quality + 1, 4.8)
        for place in range(call.reviews_each):
            reader = team.reviewers[(turns + place * (1 + len(team.reviewers) // 2)) % len(team.reviewers)]
            is_done = one.state != S.IN_REVIEW or (place == 0 and draw.random() < 0.6)
            at = min(begun + timedelta(days=draw.uniform(2, 24)), world.now - timedelta(hours=4))
            reviews.append(
                Review(
                    application=one, reviewer=reader, state=state.DONE if is_done else state.ASSIGNED,
                    assigned_at=min(begun, world.now - timedelta(days=1)), done_at=at if is_done else None,
                    comment="Clear, and I believe it." if is_done and quality > 3 else "",
                )
            )  # fmt: skip
            rating.append(quality)
        turns += 1
    given: dict[int, list[list[ReviewScore]]] = {}
    saved = Review.objects.bulk_create(reviews, batch_size=AT_ONCE)
    scores = []
    for review, quality in zip(saved, rating, strict=True):
        if review.state != state.DONE:
            continue
        before = given.setdefault(review.application_id, [])
        row = [
            ReviewScore(review=review, item=item, points=_points(world, review, place, before, quality))
            for place, item in enumerate(items)
        ]
        before.append(row)
        scores += row
    ReviewScore.objects.bulk_create(scores, batch_size=AT_ONCE)
    read = []
    for one in made:
        rows = given.get(one.pk)
        if rows and one.state != S.IN_REVIEW:
            sums = [sum(score.points for score in row) for row in rows]
            one.mean_score = (Decimal(sum(sums)) / len(sums)).quantize(Decimal("0.01"))
            one.spread = max(max(points) - min(points) for points in _by_item(rows))
            read.append(one)
    Application.objects.bulk_update(read, ["mean_score", "spread"], batch_size=200)


def _by_item(rows: Sequence[Sequence[ReviewScore]]) -> list[tuple[int, ...]]:
    return [tuple(score.points for score in column) for column in zip(*rows, strict=True)]


def _points(world: World, review: Review, place: int, before: Sequence[Sequence[ReviewScore]], quality: float) -> int:
    """0 to 5. A second reader differs by one at most, except where readers are to talk about it."""
    if not before:
        return int(min(max(round(world.draw.gauss(quality, 0.7)), 0), 5))
    first = before[0][place].points
    if review.application.state == S.MODERATION and place == 0:
        return first + 2 if first < 3 else first - 2
    return int(min(max(first + world.draw.choice((-1, 0, 0, 1)), 0), 5))
