"""Letters to those who finished: would they mentor, and the survey of a year."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.preferences import refused_topics_of, stop_url
from fellowship.models import AlumniSurvey, Fellow, MentorInvitation
from mentoring.models import Mentor
from notifications.letters import Drop, Mail, letter
from notifications.models import Message

MENTOR_INVITED, SURVEY_ASKED = "fellowship.mentor_invited", "fellowship.survey_asked"
_WITH_ALL = ("fellow__user", "fellow__cohort__programme")


def _invitations(ids: Collection[int]) -> Mapping[int, MentorInvitation]:
    return MentorInvitation.objects.select_related(*_WITH_ALL).in_bulk(ids)


@letter(MENTOR_INVITED, title="Would you mentor?", look_up=_invitations)
def mentor_invited(invitation: MentorInvitation | None, now: datetime) -> Mail | Drop:
    """About an invitation to mentor."""
    if invitation is None:
        return Drop("The person has left.")
    if Mentor.objects.filter(user=invitation.fellow.user_id).exists():
        return Drop("The person is a mentor already.")
    return _mail(invitation.fellow, MENTOR_INVITED, "mentor_invited", reverse("mentoring:mentor_profile"))


def _surveys(ids: Collection[int]) -> Mapping[int, AlumniSurvey]:
    return AlumniSurvey.objects.select_related(*_WITH_ALL).in_bulk(ids)


@letter(SURVEY_ASKED, title="How are you and your project since your fellowship?", look_up=_surveys)
def survey_asked(survey: AlumniSurvey | None, now: datetime) -> Mail | Drop:
    """About a survey."""
    if survey is None:
        return Drop("The person has left.")
    if survey.answered_at:
        return Drop("The person has answered already.")
    address = reverse("fellowship:alumni_survey", args=[survey.fellow.uuid, survey.year])
    left = Message.objects.filter(letter=SURVEY_ASKED, about_id=survey.pk, state=Message.State.SENT)
    return _mail(survey.fellow, SURVEY_ASKED, "survey_asked", address, {"is_again": left.exists()})


def _mail(
    fellow: Fellow, name: str, template: str, address: str, more: Mapping[str, object] | None = None
) -> Mail | Drop:
    if not fellow.user.is_active:
        return Drop("The person has left.")
    if name in refused_topics_of([fellow.user_id]).get(fellow.user_id, ()):
        return Drop("The person does not want this letter.")
    programme = fellow.cohort.programme
    return Mail(
        to=fellow.user.email,
        template=f"fellowship/{template}",
        context={
            "person": fellow.user, "cohort": fellow.cohort, "programme": programme,
            "address": f"{settings.SITE_URL}{address}", **(more or {}),
        },
        reply_to=(programme.reply_to,) if programme.reply_to else (),
        unsubscribe_url=stop_url(fellow.user_id, name),
    )  # fmt: skip
