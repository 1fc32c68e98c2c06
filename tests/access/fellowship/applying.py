"""Applying, for those who apply, their sponsors, and staff who screen."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Programme, User
from fellowship.calls.questions import as_they_are
from fellowship.models import Answer, ApplicantLetter, Application, Call, InformationRequest, Question, SupportLetter
from fellowship.models.applications import support_digest, support_token
from tests.access.rules import CANARY, OWNERS, OWNERS_GO_ON, PERSON, PERSON_GOES_ON, POSTED, SIGNED_IN, Rule

MINE, ASKED, OTHERS = {"uuid": "<application>"}, {"uuid": "<asked application>"}, {"uuid": "<handed in>"}
COHORT, FILE = {"uuid": "<cohort>"}, {"question": "<file question>"}

ROWS: dict[str, Rule] = {
    "fellowship:support": Rule(200, 200, {"token": "<support token>"}),
    "fellowship:my_applications": Rule(SIGNED_IN),
    "fellowship:application": Rule(PERSON, arguments=MINE),
    "fellowship:about_you": Rule(PERSON, PERSON_GOES_ON, MINE),
    "fellowship:section_answer": Rule(PERSON, PERSON_GOES_ON, {**MINE, "pk": "<section>"}),
    "fellowship:answer_file": Rule(PERSON, arguments={**MINE, **FILE}),
    "fellowship:equality": Rule(PERSON, PERSON_GOES_ON, MINE),
    "fellowship:adjustments": Rule(PERSON, PERSON_GOES_ON, MINE),
    "fellowship:information_answer": Rule(PERSON, PERSON_GOES_ON, ASKED),
    "fellowship:sponsor": Rule(PERSON, PERSON, MINE),
    "fellowship:hand_in": Rule(PERSON, PERSON, MINE),
    "fellowship:application_move": Rule(PERSON, PERSON_GOES_ON, {**MINE, "to": "withdraw"}),
    "fellowship:application_elsewhere": Rule(POSTED, PERSON_GOES_ON, {"uuid": "<turned down>", "key": "mentoring"}),
    "fellowship:applicant_letter_list": Rule(OWNERS, arguments=COHORT),
    "fellowship:applicant_letter_add": Rule(OWNERS, OWNERS, COHORT, "?to=all"),
    "fellowship:application_list": Rule(OWNERS, arguments=COHORT),
    "fellowship:screening": Rule(OWNERS, arguments=COHORT),
    "fellowship:screening_decide": Rule(OWNERS, OWNERS, COHORT, "?to=all"),
    "fellowship:application_staff": Rule(OWNERS, arguments=OTHERS),
    "fellowship:application_file": Rule(OWNERS, arguments={**OTHERS, **FILE}),
    "fellowship:information_ask": Rule(OWNERS, OWNERS, OTHERS),
    "fellowship:information_take_back": Rule(POSTED, OWNERS_GO_ON, OTHERS),
    "fellowship:screening_undo": Rule(OWNERS, OWNERS, OTHERS),
}


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    """The person's draft with a sponsor asked, and another of theirs that staff asked about; one of somebody else; and
    one in the stranger's programme, which nobody else may find."""
    now = timezone.now()
    call = Call.objects.get(cohort__programme=ours)
    question = Question.objects.create(
        section=call.sections.get(), kind=Question.Kind.FILE, text="A letter?", is_required=False, position=9
    )
    call.versions.create(number=1, made_at=now, questions=as_they_are(call))
    person = User.objects.get(email="person@example.org")
    draft = _application(call, person, "DRAFT", "T-DRAFT")
    other = _application(call, User.objects.create_user("other@example.org", name="Olu"), "SUBMITTED", "T-OTHER")
    for one in (draft, other):
        Answer.objects.create(
            application=one, question=question, file=b"%PDF-1.7", file_name="a.pdf", file_type="application/pdf"
        )
    cohort = ours.cohorts.create(
        name="Year zero", slug="year-zero", places=1, starts_on=now.date(), ends_on=now.date() + timedelta(days=300)
    )
    earlier = Call.objects.create(cohort=cohort, opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    asked = _application(earlier, person, "INFO_REQUESTED", "T-ASKED")
    InformationRequest.objects.create(
        application=asked, about_you=["telephone"], text="A number", asked_at=now, answer_by=now + timedelta(days=5),
        before={"telephone": ""},
    )  # fmt: skip
    before = ours.cohorts.create(
        name="Year before", slug="year-before", places=1, starts_on=now.date(), ends_on=now.date() + timedelta(days=300)
    )
    over = Call.objects.create(cohort=before, opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    turned_down = _application(over, person, "UNSUCCESSFUL", "T-NOT")
    token = support_token(draft.uuid, "sponsor@example.org", now)
    SupportLetter.objects.create(
        application=draft, name="Sam", email="sponsor@example.org", token_hash=support_digest(token), asked_at=now
    )
    for of, subject in ((call, "Your employer"), (Call.objects.get(cohort__programme=theirs), CANARY)):
        ApplicantLetter.objects.create(call=of, subject=subject, text=subject, written_at=now)
    hidden = _application(Call.objects.get(cohort__programme=theirs), person, "SUBMITTED", "T-THEIRS")
    Application.objects.filter(pk=hidden.pk).update(
        user=User.objects.create_user("theirs@example.org", name=f"{CANARY} Applicant"), name=f"{CANARY} Applicant"
    )
    return {
        "<application>": str(draft.uuid),
        "<handed in>": str(other.uuid),
        "<asked application>": str(asked.uuid),
        "<turned down>": str(turned_down.uuid),
        "<support token>": token,
        "<file question>": str(question.uuid),
    }


def _application(call: Call, user: User, state: str, reference: str) -> Application:
    now = timezone.now()
    return Application.objects.create(
        call=call, user=user, state=state, reference=reference, name=user.name, started_at=now, saved_at=now,
        submitted_at=None if state == "DRAFT" else now,
    )  # fmt: skip
