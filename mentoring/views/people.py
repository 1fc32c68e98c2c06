"""My own pages: my pairs and requests, and what I offer as a mentor."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.profiles import profile_of
from careers.frame import Frame, current_frame
from careers.models import Level
from careers.posts import posts_of
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from mentoring.directory import skills_of
from mentoring.forms.directory import PairFilters
from mentoring.forms.levels import LevelForm
from mentoring.forms.mentor import MentorForm, PauseForm, default_mentor, initial_mentor
from mentoring.models import Match, Mentor, Participant, Round
from mentoring.people import keeping, pausing
from mentoring.people.prefilling import job_words, skills_of_job

PER_PAGE = 20


@never_cache
@require_safe
def my_mentoring(request: HttpRequest) -> HttpResponse:
    """My pairs and requests on both sides, and what I offer and look for, and my rounds. Six queries."""
    user = me(request)
    rows = Match.objects.of(user).told().select_related("mentor", "mentee", "programme").order_by("-pk")
    page = list_page(request, PairFilters(request.GET, user=user), rows, PER_PAGE)
    for one in page.rows:
        one.is_mentor = one.mentor_id == user.pk
        one.other = one.mentee if one.is_mentor else one.mentor
        one.address = reverse(f"mentoring:{_PAGES.get(one.state, 'pair_detail')}", args=[one.uuid])
    joined = Participant.objects.filter(user=user, state=Participant.State.IN).values("round")
    context = {
        "list": page,
        "mentor": keeping.mentor_of(user),
        "mentee": keeping.mentee_of(user),
        "rounds": Round.objects.filter(pk__in=joined).exclude(state=Round.State.CLOSED).select_related("programme"),
    }
    return render(request, "mentoring/my_mentoring.html", context)


@never_cache
@require_safe
def mentor_profile(request: HttpRequest) -> HttpResponse:
    """What I offer, as it stands. Without it, the beginning."""
    user = me(request)
    mentor = keeping.mentor_of(user)
    if mentor is None:
        return redirect("mentoring:mentor_job")
    frame, today = current_frame(), timezone.localdate()
    context = {
        "mentor": mentor,
        "skills": named_skills(frame, skills_of([mentor.pk], frame).get(mentor.pk, [])),
        "earlier": [row.level for row in mentor.earlier_roles.select_related("level")],
        "taken": Match.objects.taken().filter(mentor=user).count(),
        "is_paused": mentor.paused_until is not None and mentor.paused_until >= today,
        "region": profile_of(user).get_region_display(),
    }
    return render(request, "mentoring/mentor_profile.html", context)


@never_cache
@GET_OR_POST
def mentor_job(request: HttpRequest) -> HttpResponse:
    """First step of a mentor: the job they hold, from which the next page is filled in."""
    posts = posts_of(current_frame())
    form = LevelForm(
        request.POST if request.method == "POST" else None, posts=posts, label="What is your job?",
        hint="A role of the catalogue, or a level of one. Leave it empty if nothing fits.",
        which="Which of these is your job?", initial={"name": job_words(me(request), posts.frame)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        return redirect(f"{reverse('mentoring:mentor_edit')}?job={form.slug}")
    return render(request, "mentoring/mentor_job.html", {"form": form, "posts": posts})


@never_cache
@GET_OR_POST
def mentor_edit(request: HttpRequest) -> HttpResponse:
    """Make or change what I offer. ``?job=`` fills in what that level can help with."""
    user, frame, now = me(request), current_frame(), timezone.now()
    mentor = keeping.mentor_of(user)
    posts = posts_of(frame)
    job = frame.levels.index.get(request.GET.get("job", ""))
    if job is None and mentor and mentor.level_id and "job" not in request.GET:
        job = frame.levels.by_id.get(mentor.level_id)
    if request.method == "POST":
        form = MentorForm(request.POST, posts=posts, earlier=(), rows={}, today=timezone.localdate(now))
        if form.is_valid() and not form.has_grown:
            slug = form.cleaned_data["job"]
            keeping.save_mentor(
                user, level=Level.objects.get(slug=slug) if slug else None, skills=form.skills,
                earlier=[frame.levels.ids[frame.levels.index[one]] for one in form.cleaned_data["earlier"]],
                region=form.cleaned_data["region"], fields=form.offered(),
            )  # fmt: skip
            messages.success(request, "You are a mentor." if mentor is None else "What you offer is saved.")
            return redirect("mentoring:mentor_profile")
        job = frame.levels.index.get(request.POST.get("job", ""))
    else:
        region = profile_of(user).region
        initial = dict(initial_mentor(mentor, region) if mentor else default_mentor(region))
        initial["job"] = "" if job is None else frame.levels.slugs[job]
        form = MentorForm(
            posts=posts, initial=initial, rows=_skill_rows(user, mentor, frame, job if "job" in request.GET else None),
            earlier=_earlier(mentor, frame), today=timezone.localdate(now),
        )  # fmt: skip
    context = {
        "form": form,
        "mentor": mentor,
        "job": "" if job is None else posts.level[job].name,
        "assumed": job is not None and not frame.rated[job],
        "posts": posts,
        "skill_names": sorted(frame.skills.names),
    }
    return render(request, "mentoring/mentor_edit.html", context)


@never_cache
@GET_OR_POST
def mentor_pause(request: HttpRequest) -> HttpResponse:
    """Take a break, or come back early."""
    user, now = me(request), timezone.now()
    mentor = get_object_or_404(Mentor, user=user)
    today = timezone.localdate(now)
    if request.method == "POST" and "resume" in request.POST:
        pausing.resume(user)
        messages.success(request, "Welcome back. People find you again.")
        return redirect("mentoring:mentor_profile")
    form = PauseForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        taken_back = pausing.pause(user, until=form.cleaned_data["until"], now=now)
        told = f" We have told {_people(taken_back)} who waited for your answer." if taken_back else ""
        messages.success(request, f"You are on a break. The people you mentor stay with you.{told}")
        return redirect("mentoring:mentor_profile")
    context = {
        "form": form,
        "mentor": mentor,
        "is_paused": mentor.paused_until is not None and mentor.paused_until >= today,
        "waiting": Match.objects.filter(mentor=user, state=Match.State.PROPOSED).told().count(),
        "taken": Match.objects.taken().filter(mentor=user).count(),
    }
    return render(request, "mentoring/mentor_pause.html", context)


@never_cache
@GET_OR_POST
def mentor_delete(request: HttpRequest) -> HttpResponse:
    """Be a mentor no longer."""
    user, now = me(request), timezone.now()
    get_object_or_404(Mentor, user=user)
    if request.method == "POST":
        try:
            keeping.delete_mentor(user, now=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("mentoring:mentor_profile")
        messages.success(request, "You are no longer a mentor. Thank you for what you gave.")
        return redirect("mentoring:my_mentoring")
    waiting = Match.objects.filter(mentor=user, state=Match.State.PROPOSED).told().count()
    return render(request, "mentoring/mentor_delete.html", {"waiting": waiting})


# A pair that was never accepted has the page of its proposal.
_PAGES = dict.fromkeys(("PROPOSED", "DECLINED", "LAPSED", "WITHDRAWN"), "proposal")


def me(request: HttpRequest) -> User:
    """Who is signed in; the middleware has sent everybody else to sign in."""
    assert isinstance(request.user, User)
    return request.user


def named_skills(frame: Frame, skills: list[tuple[int, int]]) -> list[tuple[str, str, int]]:
    """Slug, name and level of skills that the catalogue has."""
    places = [(frame.skills.by_id[pk], level) for pk, level in skills if pk in frame.skills.by_id]
    return [(frame.skills.slugs[place], frame.skills.names[place], level) for place, level in places]


def _skill_rows(user: User, mentor: Mentor | None, frame: Frame, job: int | None) -> dict[str, int]:
    """What is filled in: what I offer already, and what a job that I have just named brings."""
    own = skills_of([mentor.pk], frame).get(mentor.pk, []) if mentor else []
    rows = {slug: level for slug, _, level in named_skills(frame, own)}
    return rows if job is None else {**skills_of_job(user, frame, job), **rows}


def _earlier(mentor: Mentor | None, frame: Frame) -> list[str]:
    held = mentor.earlier_roles.values_list("level__slug", flat=True) if mentor else ()
    return [slug for slug in held if slug in frame.levels.index]


def _people(number: int) -> str:
    return "one person" if number == 1 else f"{number} people"
