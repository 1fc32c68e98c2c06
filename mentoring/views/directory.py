"""The directory of mentors: find one, look at one, ask one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from careers.frame import current_frame
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from mentoring.asking import MOST_OPEN, ask, open_requests
from mentoring.directory import cards, gaps_of, mentors_on_show, skills_of, with_taken
from mentoring.forms.directory import AskForm, DirectoryFilters, DirectoryFiltersForMe
from mentoring.models import Format, Match, Mentor, Preference
from mentoring.people import preferring
from mentoring.people.fitting import fit_of
from mentoring.people.keeping import mentee_of
from mentoring.reasons import ReasonLine, reason_lines
from mentoring.views.people import me, named_skills


@never_cache
@require_safe
def mentor_list(request: HttpRequest) -> HttpResponse:
    """Mentors who may be asked. Six queries."""
    user, frame = me(request), current_frame()
    gaps = gaps_of(user)
    filters = (DirectoryFiltersForMe if gaps else DirectoryFilters)(request.GET, frame=frame, gaps=gaps)
    page = list_page(request, filters, mentors_on_show(timezone.localdate()))
    shown = cards(page.rows, user=user, gaps=gaps, frame=frame, first=filters.skill_id)
    return render(request, "mentoring/mentor_list.html", {"list": page, "cards": shown, "gaps": gaps})


@never_cache
@GET_OR_POST
def mentor_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One mentor, what they could help me with, and the form to ask them."""
    user, frame, now = me(request), current_frame(), timezone.now()
    today = timezone.localdate(now)
    people = with_taken(Mentor.objects.all()).select_related("user__profile__organisation", "level")
    mentor = get_object_or_404(people.filter(user__is_active=True), uuid=uuid)
    pair = Match.objects.live().told().filter(mentee=user, mentor=mentor.user).first()
    is_me = mentor.user_id == user.pk
    if not (mentor.is_listed or is_me or pair):
        raise Http404
    is_paused = mentor.paused_until is not None and mentor.paused_until >= today
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask(user, mentor, message=form.cleaned_data["message"], now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"Your request is with {mentor.user.name or 'them'}. They have seven working days."
            )
            return redirect("mentoring:my_mentoring")
    gaps = gaps_of(user)
    skills = skills_of([mentor.pk], frame).get(mentor.pk, [])
    useful = {pk for pk, level in skills if pk in gaps and level > gaps[pk][0]}
    context = {
        "mentor": mentor,
        "form": form,
        "skills": named_skills(frame, skills),
        "useful": {slug for slug, _, _ in named_skills(frame, [one for one in skills if one[0] in useful])},
        "gaps": len(gaps),
        "earlier": [row.level for row in mentor.earlier_roles.select_related("level")],
        "places": max(0, mentor.places - mentor.taken),
        "is_me": is_me,
        "offers_conversations": not mentor.formats or Format.ONE_OFF in mentor.formats,
        "is_paused": is_paused,
        "pair": pair,
        "asked": open_requests(user),
        "most": MOST_OPEN,
        "preference": preferring.preference_for(user, mentor),
        "reasons": [] if is_me else _reasons(user, mentor),
    }
    return render(request, "mentoring/mentor_detail.html", context)


def _reasons(user: User, mentor: Mentor) -> list[ReasonLine]:
    """What speaks for the two, in words; nothing for who never said what they look for. Some ten queries."""
    mentee = mentee_of(user)
    if mentee is None:
        return []
    return [line for line in reason_lines(fit_of(mentee, mentor)[1]) if line.points]


@require_POST
def preference_set(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put a mentor on the shortlist, say "not this person", or neither."""
    user = me(request)
    mentor = get_object_or_404(Mentor, uuid=uuid, is_listed=True, user__is_active=True)
    kind = request.POST.get("kind", "")
    if mentor.user_id == user.pk or kind not in ("", *Preference.Kind.values):
        raise Http404
    try:
        if kind:
            preferring.prefer(user, mentor, kind)
        else:
            preferring.forget(user, mentor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _SAID[kind])
    return redirect("mentoring:mentor_detail", uuid)


_SAID = {
    Preference.Kind.SHORTLIST.value: "They are on your shortlist. Only you see it.",
    Preference.Kind.VETO.value: "You will not be matched with this person. Only you see this.",
    "": "They are on neither of your lists now.",
}
