"""A call that is read: questions that are scored, a rubric, reviewers who told their conflicts, applications."""

from datetime import timedelta
from typing import Any

from django.test import Client

from accounts.models import ProgrammeRole, User
from fellowship.models import Answer, Application, Call, Question, Reader, Review, RubricItem, SupportLetter
from fellowship.models.moves import ApplicationState, CohortState
from fellowship.reviewing import assigning, scoring
from tests.fellowship import world
from tests.fellowship.world import NOW

CANARY = "Quetzalina"
# Whether who is signed in has shown lately who they are.
RECENTLY = "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read_call(reviewers: int = 2, **fields: Any) -> tuple[Call, User, list[User]]:
    """A call with one assessed question and a file, two things to score, an admin, and reviewers who told all."""
    fields.setdefault("published_at", NOW - timedelta(days=20))
    call = world.call(**fields)
    section = call.sections.get()
    text = Question.objects.create(section=section, kind="LONG", text="What will change?", is_assessed=True, position=5)
    Question.objects.create(section=section, kind="FILE", text="Your plan", is_assessed=True, position=6)
    RubricItem.objects.create(call=call, question=text, title="Change", guide="Who gains, and how.", most=5, position=0)
    RubricItem.objects.create(call=call, title="Reach", most=20, position=1)
    people = [world.in_team(call.cohort.programme, ProgrammeRole.Role.REVIEWER) for _ in range(reviewers)]
    for one in people:
        Reader.objects.create(call=call, user=one, declared_at=NOW)
    call.cohort.state = CohortState.SELECTING
    call.cohort.save()
    admin = world.in_team(call.cohort.programme)
    admin.set_password("three quiet otters")  # who has none is not asked for it before files
    admin.save()
    return call, admin, people


def handed_in(call: Call, text: str = "Fewer people wait.", **fields: Any) -> Application:
    """An eligible application with an answer to the assessed question."""
    made = world.application(call, state=ApplicationState.ELIGIBLE)
    Application.objects.filter(pk=made.pk).update(**fields)
    made.refresh_from_db()
    Answer.objects.create(application=made, question=_assessed(call), text=text)
    return made


def full_of_canaries(call: Call) -> Application:
    """An application in which the canary stands in everything that tells whose it is."""
    applicant = world.person(f"Ada {CANARY}")
    User.objects.filter(pk=applicant.pk).update(email=f"{CANARY}{applicant.pk}@example.org".lower())
    made = world.application(call, state=ApplicationState.ELIGIBLE, user=applicant)
    told = f"I am Ada {CANARY} of {CANARY} Trust, {CANARY.lower()}@example.org, see https://{CANARY}.example.org/me"
    Application.objects.filter(pk=made.pk).update(
        name=f"Ada {CANARY}", job_title=f"{CANARY} lead", organisation_name=f"{CANARY} Trust",
        telephone="07700 900123", why=f"{CANARY} sent me", adjustments=CANARY, via="x", feedback=CANARY,
        reference=f"T-{CANARY}{made.pk}",
    )  # fmt: skip
    made.refresh_from_db()
    SupportLetter.objects.create(
        application=made, name=f"Sponsor {CANARY}", email=f"boss-{CANARY}@example.org", token_hash=str(made.pk),
        asked_at=NOW, text=CANARY,
    )  # fmt: skip
    Answer.objects.create(application=made, question=_assessed(call), text=f"{told}. My boss {CANARY.upper()} agrees.")
    with_file(made)
    other = Question.objects.get(section__call=call, text="What is it about?")
    Answer.objects.create(application=made, question=other, text=f"Not scored, and so not shown: {CANARY}")
    made.moves.create(before="DRAFT", after="SUBMITTED", moved_at=NOW, moved_by=applicant, reason=CANARY)
    return made


def with_file(application: Application) -> Answer:
    """Answers the question that asks for a file."""
    asked = Question.objects.get(section__call=application.call, kind="FILE")
    return Answer.objects.create(
        application=application, question=asked, file=pdf(), file_name=f"{CANARY}.pdf", file_type="application/pdf"
    )


def pdf() -> bytes:
    """A page with an author, a title and a note that name the canary."""
    from io import BytesIO

    from pypdf import PdfWriter
    from pypdf.annotations import FreeText

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": CANARY, "/Title": CANARY})
    writer.add_annotation(0, FreeText(text=CANARY, rect=(10, 10, 50, 50)))
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def shared(call: Call, admin: User) -> list[Review]:
    assigning.share_out(call, actor=admin, now=NOW)
    return list(Review.objects.filter(application__call=call).order_by("pk"))


def score(review: Review, change: int = 3, reach: int = 10, comment: str = "") -> Application:
    """Score everything and finish."""
    first, second = review.application.call.rubric.filter(for_interview=False)
    scoring.save_score(review.pk, first.pk, points=change, comment=comment, now=NOW)
    scoring.save_score(review.pk, second.pk, points=reach, comment=comment, now=NOW)
    return scoring.finish(review.pk, comment=comment, now=NOW)


def _assessed(call: Call) -> Question:
    return Question.objects.get(section__call=call, kind="LONG", is_assessed=True)
