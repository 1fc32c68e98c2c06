"""Letters about learning sets. None says what is said in a set."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from fellowship.models import LearningSet, SetMember
from fellowship.models.moves import FellowState
from notifications.letters import Drop, Mail, letter

TO_FELLOW, TO_FACILITATOR = "fellowship.your_set", "fellowship.set_to_lead"


@letter(TO_FELLOW, title="The learning set you are in", essential=True)
def your_set(seat_id: int, now: datetime) -> Mail | Drop:
    """About a seat, to the fellow."""
    seat = (
        SetMember.objects.select_related("fellow__user", "learning_set__facilitator", "learning_set__cohort__programme")
        .filter(pk=seat_id)
        .first()
    )
    if seat is None or not seat.fellow.user.is_active or seat.fellow.state == FellowState.LEFT:
        return Drop("The person has left.")
    others = seat.learning_set.members.exclude(pk=seat.pk).exclude(fellow__state=FellowState.LEFT)
    names = [str(one.fellow) for one in others.select_related("fellow__user").order_by("fellow__user__name", "pk")]
    return _mail(seat.fellow.user, "your_set", seat.learning_set, {"names": names})


@letter(TO_FACILITATOR, title="A learning set for you to lead", essential=True)
def set_to_lead(set_id: int, now: datetime) -> Mail | Drop:
    """About a set, to its facilitator."""
    one = LearningSet.objects.select_related("facilitator", "cohort__programme").filter(pk=set_id).first()
    if one is None or one.facilitator is None or not one.facilitator.is_active:
        return Drop("The person leads it no longer.")
    people = one.members.exclude(fellow__state=FellowState.LEFT).count()
    return _mail(one.facilitator, "set_to_lead", one, {"people": people})


def _mail(person: User, template: str, learning_set: LearningSet, more: dict[str, object]) -> Mail:
    programme = learning_set.cohort.programme
    address = f"{settings.SITE_URL}{reverse('fellowship:learning_set', args=[learning_set.uuid])}"
    return Mail(
        to=person.email,
        template=f"fellowship/{template}",
        context={
            "person": person, "set": learning_set, "cohort": learning_set.cohort, "programme": programme,
            "address": address, **more,
        },
        reply_to=(programme.reply_to,) if programme.reply_to else (),
    )  # fmt: skip
