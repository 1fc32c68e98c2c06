"""The check before the form: at once, with reasons, without an account, counted, and carried into the application."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from careers.models import Learning
from fellowship.applying import answering, starting
from fellowship.calls import eligibility
from fellowship.calls.deadlines import make_late_code
from fellowship.calls.eligibility import MOST_CAMPAIGNS_A_DAY, Verdict
from fellowship.calls.questions import publish_questions
from fellowship.models import (
    Application,
    Call,
    CampaignCount,
    EligibilityRule,
    Extension,
    ProgrammePage,
    Signpost,
    SignpostCount,
)
from fellowship.views.campaigns import code_key
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
Rule = EligibilityRule


def rule(call: Call, subject: str, accepted: list[str], otherwise: str = "NO", **fields: Any) -> EligibilityRule:
    given = {"question": f"About {subject.lower()}?", "reason": f"Because of {subject.lower()}."} | fields
    return Rule.objects.create(
        call=call, subject=subject, accepted=accepted, otherwise=otherwise, position=call.rules.count(), **given
    )


def published(**fields: Any) -> Call:
    call = world.call(**fields)
    publish_questions(call, actor=world.in_team(call.cohort.programme), now=NOW)
    call.refresh_from_db()
    return call


def where(name: str, call: Call) -> str:
    return reverse(f"fellowship:{name}", args=[call.cohort.programme.slug, call.cohort.slug])


def test_no_outweighs_not_yet_and_each_reason_is_given() -> None:
    call = world.call()
    band = rule(call, Rule.Subject.BAND, ["6", "7"])
    project = rule(call, Rule.Subject.PROJECT, ["yes"], "NOT_YET")
    rules = eligibility.rules_of(call)

    def said(of_band: str, of_project: str) -> eligibility.Check:
        return eligibility.check(rules, {str(band.pk): of_band, str(project.pk): of_project})

    assert said("6", "yes").verdict == Verdict.YES
    assert (said("6", "no").verdict, said("6", "no").unmet) == (Verdict.NOT_YET, (project,))
    assert (said("2", "no").verdict, said("2", "no").unmet) == (Verdict.NO, (band, project))


def test_signposts_stand_once_and_never_lead_to_what_is_gone() -> None:
    call = world.call()
    first, second = rule(call, Rule.Subject.BAND, ["6"]), rule(call, Rule.Subject.PROJECT, ["yes"])
    there, gone = Learning.objects.live()[:2]
    hidden = world.programme()
    for position, (of, fields) in enumerate([
        (first, {"kind": "LEARNING", "learning": there}),
        (second, {"kind": "LEARNING", "learning": there}),
        (second, {"kind": "LEARNING", "learning": gone}),
        (second, {"kind": "PROGRAMME", "programme": hidden}),
        (second, {"kind": "MENTORING"}),
        (second, {"kind": "LINK", "address": "https://example.org/", "is_retired": True}),
    ]):  # fmt: skip
        Signpost.objects.create(rule=of, title=str(position), position=position, **fields)
    Learning.objects.filter(pk=gone.pk).update(retired_at=NOW)
    found = eligibility.check(eligibility.rules_of(call), {})
    assert [one.title for one in found.signposts] == ["0", "4"]
    ProgrammePage.objects.create(programme=hidden, is_public=True)
    found = eligibility.check(eligibility.rules_of(call), {})
    assert [one.goes_to() for one in found.signposts] == [
        there.get_absolute_url(),
        reverse("fellowship:programme", args=[hidden.slug]),
        reverse("mentoring:mentor_list"),
    ]


@time_machine.travel(NOW, tick=False)
def test_a_visitor_is_told_at_once_and_each_step_is_counted(client: Client) -> None:
    call = published()
    project = rule(call, Rule.Subject.PROJECT, ["yes"], "NOT_YET", reason="You need a project first.")
    signpost = Signpost.objects.create(rule=project, kind="EVENTS", title="Events about projects", position=0)
    start = client.get(f"{where('call_start', call)}?via=Poster")
    assert start.status_code == 200 and not client.cookies
    check = f"{where('call_check', call)}?via=poster"
    assert check in start.content.decode()
    client.get(check)
    answered = client.post(check, {f"rule_{project.pk}": "no"}, follow=True).content.decode()
    assert "Not yet" in answered and "You need a project first." in answered and "Events about projects" in answered
    client.post(check, {f"rule_{project.pk}": "no"})  # the same again is no other check
    assert client.post(reverse("fellowship:signpost", args=[signpost.pk])).url == reverse("events:event_list")
    assert SignpostCount.objects.values_list("shown", "followed").get() == (1, 1)
    assert "Yes, you can apply" in client.post(check, {f"rule_{project.pk}": "yes"}, follow=True).content.decode()
    counted = CampaignCount.objects.values_list("via", "visits", "not_yet", "yes", "no").get()
    assert counted == ("poster", 1, 1, 1, 0)


@time_machine.travel(NOW, tick=False)
def test_names_without_end_do_not_fill_the_table(client: Client) -> None:
    call, today = published(), NOW.date()
    for number in range(MOST_CAMPAIGNS_A_DAY + 5):
        eligibility.count_campaign(call, "visits", via=f"made-up-{number}", on=today)
    eligibility.count_campaign(call, "visits", via="made-up-0", on=today)
    counts = dict(CampaignCount.objects.filter(call=call).values_list("via", "visits"))
    assert len(counts) == MOST_CAMPAIGNS_A_DAY + 1 and (counts["made-up-0"], counts[""]) == (2, 5)


def test_going_back_to_the_start_is_no_second_visit(client: Client) -> None:
    call = published()
    own = f"http://testserver{where('call_start', call)}"
    client.get(where("call_start", call))
    client.get(where("call_start", call), headers={"referer": f"{own}check/"})
    client.head(where("call_start", call))
    client.get(where("call_start", call), headers={"referer": "http://testserver/programmes/"})
    assert CampaignCount.objects.values_list("via", "visits").get() == ("", 2)


@time_machine.travel(NOW, tick=False)
def test_answers_and_campaign_come_along_through_signing_in(client: Client) -> None:
    call = published(closes_at=NOW + timedelta(days=3))
    region = rule(call, Rule.Subject.REGION, ["LONDON", "WALES"])
    client.get(f"{where('call_check', call)}?via=poster")
    client.post(f"{where('call_check', call)}?via=poster", {f"rule_{region.pk}": "WALES"})
    sent = client.get(where("application_start", call))
    assert sent.status_code == 302 and where("application_start", call) in sent.url
    user = world.person()
    client.force_login(user)
    session = client.session  # force_login makes a new session where signing in keeps what is there
    session[f"eligibility_{call.pk}"], session[f"via_{call.pk}"] = {str(region.pk): "WALES"}, "poster"
    session.save()
    assert "Start your application" in client.get(where("application_start", call)).content.decode()
    assert not Application.objects.exists()  # reading starts nothing
    client.post(where("application_start", call))
    one = Application.objects.get(user=user)
    assert (one.region, one.via, one.eligibility) == ("WALES", "poster", {str(region.pk): "WALES"})
    assert eligibility.in_words(call, one.eligibility) == [("About region?", "Wales", True)]
    assert client.post(where("application_start", call)).url == reverse("fellowship:application", args=[one.uuid])


@time_machine.travel(NOW, tick=False)
def test_nobody_starts_round_the_check(client: Client) -> None:
    call = published()
    project = rule(call, Rule.Subject.PROJECT, ["yes"])
    client.force_login(world.person())
    assert client.post(where("application_start", call)).url == where("call_check", call)
    client.post(where("call_check", call), {f"rule_{project.pk}": "no"})
    assert client.post(where("application_start", call)).url == where("call_check", call)
    assert not Application.objects.exists()
    later = rule(call, Rule.Subject.SPONSOR, ["yes"])
    assert later.question in client.get(where("call_check", call)).content.decode()  # asked since they answered


@pytest.mark.parametrize("has_draft", [True, False])
def test_a_late_code_helps_who_has_not_begun_and_whose_draft_was_shut_in(has_draft: bool, client: Client) -> None:
    call = published()
    user, late = world.person(), call.closes_at + timedelta(hours=1)
    if has_draft:
        draft = starting.start(call, user, eligibility={}, now=NOW)
        with pytest.raises(answering.CallNotOpen):
            answering.save_about_you(draft.pk, {"name": "Ada"}, now=late)
    code = make_late_code(call, late + timedelta(days=1), actor=world.in_team(call.cohort.programme), now=late)
    with time_machine.travel(late, tick=False):
        client.force_login(user)
        assert "does not work" in client.post(where("late_code", call), {"code": "WRONG"}).content.decode()
        assert client.post(where("late_code", call), {"code": code.lower()}).url == where("call_start", call)
        client.post(where("application_start", call))
    one = Application.objects.get(user=user)
    assert answering.save_about_you(one.pk, {"name": "Ada"}, now=late).name == "Ada"
    make_late_code(call, late + timedelta(days=2), actor=world.in_team(call.cohort.programme), now=late)
    assert answering.save_about_you(one.pk, {"name": "Ada B"}, now=late).name == "Ada B"  # an older code’s time is kept


@time_machine.travel(NOW, tick=False)
def test_codes_are_not_guessed_by_trying_many(client: Client) -> None:
    cache.clear()
    call = published()
    answers = [client.post(where("late_code", call), {"code": f"WRONG{n}"}).content.decode() for n in range(31)]
    assert "does not work" in answers[29] and "tried too often" in answers[30]
    cache.clear()


def test_signing_in_with_a_code_changes_nothing_before_the_button(client: Client) -> None:
    call = published()
    user, late = world.person(), call.closes_at + timedelta(hours=1)
    one = starting.start(call, user, eligibility={}, now=NOW)
    code = make_late_code(call, late + timedelta(days=1), actor=world.in_team(call.cohort.programme), now=late)
    with time_machine.travel(late, tick=False):
        client.post(where("late_code", call), {"code": code})
        kept = client.session[code_key(call)]
        client.force_login(user)
        session = client.session
        session[code_key(call)] = kept
        session.save()
        page = client.get(where("application_start", call)).content.decode()
        assert "Take the time and go on" in page and not Extension.objects.exists()
        client.post(where("application_start", call))
        assert Extension.objects.get().user == user
        assert client.get(where("application_start", call)).url == reverse("fellowship:application", args=[one.uuid])


@time_machine.travel(NOW, tick=False)
def test_without_rules_the_campaign_still_comes_along(client: Client) -> None:
    call = published()
    client.force_login(world.person())
    started = client.get(f"{where('call_check', call)}?via=poster")
    assert started.headers["Location"] == f"{where('application_start', call)}?via=poster"
    client.post(started.headers["Location"])
    assert Application.objects.get().via == "poster"


@time_machine.travel(NOW, tick=False)
def test_a_check_promises_nothing_that_the_call_does_not_keep(client: Client) -> None:
    later = published(opens_at=NOW + timedelta(days=1), closes_at=NOW + timedelta(days=9))
    project = rule(later, Rule.Subject.PROJECT, ["yes"])
    page = client.post(where("call_check", later), {f"rule_{project.pk}": "yes"}, follow=True).content.decode()
    assert "Applications open on Thursday 11 March 2027" in page and "Sign in and start" not in page
    over = published(opens_at=NOW - timedelta(days=9), closes_at=NOW - timedelta(days=1))
    rule(over, Rule.Subject.PROJECT, ["yes"])
    assert client.get(where("call_check", over)).headers["Location"] == where("call_start", over)


@time_machine.travel(NOW, tick=False)
def test_the_list_has_public_programmes_alone_and_tells_open_from_later(client: Client) -> None:
    open_now, later = published(), published(opens_at=NOW + timedelta(days=1), closes_at=NOW + timedelta(days=9))
    hidden = published()
    for call in (open_now, later):
        ProgrammePage.objects.create(programme=call.cohort.programme, is_public=True, summary="A year.")
    names = [call.cohort.programme.name for call in (open_now, later, hidden)]

    def listed(query: str) -> list[bool]:
        page = client.get(f"{reverse('fellowship:programme_list')}{query}").content.decode()
        return [f">{name}</a>" in page for name in names]

    assert listed("") == [True, True, False]
    assert listed("?applications=open") == [True, False, False]
    assert listed("?applications=soon") == [False, True, False]
    assert listed(f"?q={open_now.cohort.programme.slug}") == [False, False, False]
    assert listed("?q=year&applications=nonsense") == [True, True, False]
    assert client.get(reverse("fellowship:programme", args=[hidden.cohort.programme.slug])).status_code == 404
