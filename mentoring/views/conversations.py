"""Single conversations: find somebody, book a time, offer times, answer, talk again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from careers.frame import current_frame
from careers.models import Skill
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from mentoring.conversations import booking, offering
from mentoring.conversations.suggesting import free_times, mentors_with_time
from mentoring.forms.conversations import BookForm, ConversationFilters, FindFilters, OfferForm, SlotFilters
from mentoring.models import Conversation, Meeting, MenteeGap, Mentor, Slot
from mentoring.views.pairs import add_step, bound
from mentoring.views.people import me, named_skills
from planning.plans.keeping import plan_of

PER_PAGE = 20


@never_cache
@require_safe
def conversation_find(request: HttpRequest) -> HttpResponse:
    """Mentors who offer a free time, the best next one first. Thirteen queries."""
    user, now, frame = me(request), timezone.now(), current_frame()
    rows = mentors_with_time(user, now=now).select_related("user", "level")
    filters = FindFilters(request.GET, user=user, frame=frame, now=now)
    page = list_page(request, filters, rows, PER_PAGE)
    free = free_times([one.mentor for one in page.rows], now=now)
    shown = [(one, *free.get(one.mentor.user_id, (0, None))) for one in page.rows]
    context = {
        "list": page, "shown": shown, "open": Conversation.objects.filter(mentee=user).open(now).count(),
        "most": booking.MOST_OPEN, "gaps": MenteeGap.objects.filter(mentee__user=user).count(),
    }  # fmt: skip
    return render(request, "mentoring/conversation_find.html", context)


@never_cache
@require_safe
def mentor_times(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The free times of one mentor."""
    user, now = me(request), timezone.now()
    mentor = get_object_or_404(Mentor.objects.filter(user__is_active=True).select_related("user", "level"), uuid=uuid)
    slots = list(Slot.objects.filter(mentor=mentor.user).free(now).order_by("starts_at")[:60])
    try:
        booking.check_may_book(user, mentor.user, now=now)
        why_not = ""
    except Refused as refusal:
        why_not = str(refusal)
    context = {
        "mentor": mentor, "slots": slots, "why_not": why_not, "is_me": mentor.user_id == user.pk,
        "skills": named_skills(current_frame(), list(mentor.skills.values_list("skill", "level"))),
    }  # fmt: skip
    return render(request, "mentoring/mentor_times.html", context)


@never_cache
@GET_OR_POST
def slot_book(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Book a time."""
    user, now = me(request), timezone.now()
    slot = get_object_or_404(
        Slot.objects.filter(mentor__is_active=True, starts_at__gt=now).select_related("mentor"), uuid=uuid
    )
    mentor = get_object_or_404(Mentor, user=slot.mentor)
    gaps = Skill.objects.filter(pk__in=MenteeGap.objects.filter(mentee__user=user).values("skill")).order_by("name")
    form = bound(request, BookForm, skills=gaps.only("name", "slug"))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            booked = booking.book_slot(
                slot.uuid, mentee=user, about=data["about"], skills=data.get("skills", ()), now=now
            )
        except Slot.DoesNotExist:
            raise Http404 from None
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            name = slot.mentor.name or "The mentor"
            messages.success(request, f"The time is kept for you. {name} has 48 hours to agree, and we write to you.")
            return redirect("mentoring:conversation_detail", booked.uuid)
    return render(request, "mentoring/slot_book.html", {"slot": slot, "mentor": mentor, "form": form})


@never_cache
@require_safe
def conversation_list(request: HttpRequest) -> HttpResponse:
    """My conversations, on both sides."""
    user = me(request)
    rows = Conversation.objects.of(user).select_related("mentor", "mentee", "slot")
    page = list_page(request, ConversationFilters(request.GET, user=user), rows, PER_PAGE)
    context = {
        "list": page,
        "user": user,
        "is_mentor": Mentor.objects.filter(user=user).exists(),
        "now": timezone.now(),
    }
    return render(request, "mentoring/conversation_list.html", context)


@never_cache
@require_safe
def conversation_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One conversation: the mentor answers, both meet, agree on what to do, and may want to talk again."""
    user, now = me(request), timezone.now()
    found = _conversation(request, uuid)
    is_mentor = found.mentor_id == user.pk
    context = {
        "conversation": found, "other": found.other(user), "is_mentor": is_mentor,
        "meeting": Meeting.objects.filter(conversation=found).select_related("mentor", "mentee").first(),
        "skills": list(found.skills.only("name", "slug")), "is_held": found.state == "HELD" and found.held_until > now,
        "talked": found.state == "CONFIRMED" and found.starts_at <= now,
        "asked_again": found.mentor_again_at if is_mentor else found.mentee_again_at,
        "steps": list(found.steps.select_related("skill", "action")),
        "has_plan": not is_mentor and plan_of(user) is not None,
        "mentor": Mentor.objects.filter(user=found.mentor).first(),
        "step_add": reverse("mentoring:conversation_step_add", args=[found.uuid]), "goes_on": True,
    }  # fmt: skip
    return render(request, "mentoring/conversation_detail.html", context)


@require_POST
def conversation_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Agree, decline, take back, or say that one would talk again."""
    user, now = me(request), timezone.now()
    found = _conversation(request, uuid)
    acts: dict[str, tuple[Any, str]] = {
        "confirm": (booking.confirm, "Agreed. Both of you get it for your calendars."),
        "decline": (booking.decline, "They are told kindly, and the time is free again."),
        "withdraw": (booking.withdraw, "Your booking is taken back."),
        "again": (booking.ask_again, "Noted. If the other one says so too, you can book again, and we write to you."),
    }
    act, said = acts.get(request.POST.get("do", ""), (None, ""))
    if act is not None:
        try:
            act(found.uuid, by=user, now=now)
        except Conversation.DoesNotExist:
            raise Http404 from None
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, said)
    return redirect("mentoring:conversation_detail", found.uuid)


@never_cache
@GET_OR_POST
def conversation_step_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Agree on something after a conversation."""
    return add_step(request, _conversation(request, uuid))


@never_cache
@GET_OR_POST
def slot_list(request: HttpRequest) -> HttpResponse:
    """The times that I offer, and offering more."""
    user, now = me(request), timezone.now()
    if not Mentor.objects.filter(user=user).exists():
        messages.info(request, "First say what you offer as a mentor. Then you can offer times.")
        return redirect("mentoring:mentor_job")
    form = bound(request, OfferForm, initial={"minutes": 45, "weeks": 1})
    if request.method == "POST" and form.is_valid():
        try:
            count = offering.offer_slots(user, form.window, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"You offer {count} {'time' if count == 1 else 'times'} more.")
            return redirect("mentoring:slot_list")
    page = list_page(request, SlotFilters(request.GET, now=now), Slot.objects.filter(mentor=user), PER_PAGE)
    taking = Conversation.objects.filter(slot__in=[one.pk for one in page.rows]).taking(now).select_related("mentee")
    by_slot = {one.slot_id: one for one in taking}
    for one in page.rows:
        one.taken_by = by_slot.get(one.pk)
    return render(request, "mentoring/slot_list.html", {"form": form, "list": page})


@require_POST
def slot_remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Offer a time no longer."""
    try:
        offering.take_back(uuid, by=me(request), now=timezone.now())
    except Slot.DoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "You no longer offer that time.")
    return redirect("mentoring:slot_list")


def _conversation(request: HttpRequest, uuid: UUID) -> Conversation:
    """The reader's conversation. Raises Http404."""
    rows = Conversation.objects.of(me(request)).select_related("mentor", "mentee", "slot")
    return get_object_or_404(rows, uuid=uuid)
