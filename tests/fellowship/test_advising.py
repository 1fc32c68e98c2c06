"""First conversations are for advisers alone; time and support are checked during the year."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import AuditEntry, ProgrammeRole
from accounts.privacy import export
from fellowship.advising import deep_dives, support_checks
from fellowship.applying import support
from fellowship.enrolling.fellows import add_leave
from fellowship.models import Application, Cohort, DeepDive, Fellow, SupportCheck, SupportLetter, Theme
from fellowship.models.fellows import check_token
from fellowship.models.moves import ApplicationState
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.test_fellows import signed_in
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
Role, S = ProgrammeRole.Role, ApplicationState
WORDS = {"hopes": "Capercaillie", "project": "", "brings": "", "worries": "", "needs": ""}


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False


def written(application: Application, **changed: object) -> DeepDive:
    adviser = world.in_team(application.call.cohort.programme, Role.ADVISER)
    given = {"held_on": NOW.date(), "words": WORDS, "themes": [], "actor": adviser, "now": NOW}
    return deep_dives.save_deep_dive(application, **given | changed)  # type: ignore[arg-type]


def test_the_note_is_written_after_acceptance_about_somebody_else_and_not_before_the_day() -> None:
    call = world.call()
    early = world.application(call, state=S.OFFERED)
    with pytest.raises(deep_dives.NotAccepted):
        written(early)
    accepted = world.application(call, state=S.ACCEPTED)
    with pytest.raises(deep_dives.NotHeldYet):
        written(accepted, held_on=NOW.date() + timedelta(days=1))
    with pytest.raises(deep_dives.OwnConversation):
        written(accepted, actor=accepted.user)
    elsewhere = Theme.objects.create(cohort=world.cohort(), name="Elsewhere")
    first = written(accepted, themes=[elsewhere])
    again = written(accepted, words=WORDS | {"hopes": "More"})
    assert (again.pk, again.hopes, again.adviser) == (first.pk, "More", first.adviser)
    assert not first.themes.exists()


def test_advisers_alone_read_the_note_whoever_else_asks() -> None:
    application = world.application(state=S.ACCEPTED)
    programme = application.call.cohort.programme
    note = written(application)
    pages = [
        reverse("fellowship:deep_dive", args=[application.uuid]),
        reverse("fellowship:deep_dive_list", args=[application.call.cohort.uuid]),
    ]
    others = [world.in_team(programme, role) for role in (Role.OWNER, Role.ADMIN, Role.REVIEWER, Role.FACILITATOR)]
    others += [world.in_team(world.programme(), Role.ADVISER), world.person(is_superuser=True, is_staff=True)]
    for page in pages:
        for other in (*others, application.user):
            assert signed_in(other).get(page).status_code == 404
            assert signed_in(other).post(page).status_code in (404, 405)
        assert signed_in(world.in_team(programme, Role.ADVISER)).get(page).status_code == 200
    adviser, deputy, today = note.adviser, world.person(), timezone.localdate()
    ProgrammeRole.objects.filter(user=adviser).update(deputy=deputy, away_from=today, away_until=today)
    assert "Capercaillie" in signed_in(deputy).get(pages[0]).content.decode()


def test_the_words_of_a_note_are_in_no_download_no_letter_and_not_in_the_audit_trail() -> None:
    application = world.application(state=S.ACCEPTED)
    note = written(application)
    assert note.adviser is not None
    for person in (application.user, note.adviser):
        assert "Capercaillie" not in str(export(person, now=NOW))
    assert "Capercaillie" not in str(list(AuditEntry.objects.values()))
    assert not Message.objects.filter(about_id=note.pk, letter__contains="deep").exists()
    client = signed_in(world.in_team(application.call.cohort.programme, Role.OWNER))
    for name in ("onboarding_list", "fellow_list", "aims_map"):
        page = reverse(f"fellowship:{name}", args=[application.call.cohort.uuid])
        assert "Capercaillie" not in client.get(page).content.decode()


def test_an_adviser_writes_the_note_on_the_page_and_sees_why_they_applied() -> None:
    application = world.application(state=S.ACCEPTED)
    Application.objects.filter(pk=application.pk).update(why="To learn", nominated="SENT")
    theme = Theme.objects.create(cohort=application.call.cohort, name="Power")
    adviser = signed_in(world.in_team(application.call.cohort.programme, Role.ADVISER))
    page = reverse("fellowship:deep_dive", args=[application.uuid])
    text = adviser.get(page).content.decode()
    assert "My employer asked me to apply" in text and "To learn" in text
    today = timezone.localdate()
    day = {"held_on_day": today.day, "held_on_month": today.month, "held_on_year": today.year}
    assert "still to come" in adviser.post(page, day | {"held_on_year": today.year + 1}).content.decode()
    assert adviser.post(page, day | {"hopes": "To lead", "themes": [theme.pk]}).status_code == 302
    note = DeepDive.objects.get()
    assert (note.hopes, list(note.themes.all())) == ("To lead", [theme])


def running() -> Fellow:
    """A fellow of a cohort in the middle of its year, whose sponsor confirmed."""
    cohort = world.cohort(
        state=Cohort.State.RUNNING, starts_on=NOW.date() - timedelta(days=100), ends_on=NOW.date() + timedelta(days=260)
    )
    adviser = world.in_team(cohort.programme, Role.ADVISER)
    fellow = world.fellow(cohort, adviser=adviser, enrolled_at=NOW - timedelta(days=110))
    assert fellow.application is not None
    SupportLetter.objects.create(
        application=fellow.application, state="CONFIRMED", name="Sam", email="sam@example.org",
        token_hash=str(fellow.uuid), asked_at=NOW, answered_at=NOW,
    )  # fmt: skip
    return fellow


def test_fellow_and_sponsor_are_asked_after_each_quarter_once() -> None:
    fellow = running()
    numbers = [
        support_checks.number_due(fellow.cohort, fellow.cohort.starts_on + timedelta(days=n))
        for n in (0, 89, 90, 180, 269, 270, 900)
    ]
    assert numbers == [0, 0, 1, 2, 2, 3, 3]
    assert support_checks.ask_when_due(now=NOW) == 1
    assert support_checks.ask_when_due(now=NOW) == 0
    check = SupportCheck.objects.get()
    assert (check.number, check.sponsor, check.sponsor_email) == (1, "ASKED", "sam@example.org")
    letters = Message.objects.filter(letter__in=("fellowship.check_time", "fellowship.check_sponsor"))
    assert letters.count() == 4
    mail = letter_called("fellowship.check_sponsor").render(check.pk, NOW)
    assert isinstance(mail, Mail) and mail.to == "sam@example.org" and check_token(check) in mail.context["address"]
    later = NOW + timedelta(days=90)
    assert support_checks.ask_when_due(now=later) == 1


def test_nobody_is_asked_on_leave_paused_or_who_joined_since() -> None:
    away, paused = running(), running()
    add_leave(away, first=NOW.date(), last=NOW.date(), actor=world.person(), now=NOW)
    Fellow.objects.filter(pk=paused.pk).update(state=Fellow.State.PAUSED)
    world.fellow(away.cohort, enrolled_at=NOW)
    assert support_checks.ask_when_due(now=NOW) == 0
    assert support_checks.ask_when_due(now=NOW + timedelta(days=1)) == 1


def test_the_fellow_says_whether_they_get_their_time_and_the_adviser_hears_of_too_little() -> None:
    fellow = running()
    support_checks.ask_when_due(now=NOW)
    check = SupportCheck.objects.get()
    client, page = signed_in(fellow.user), reverse("fellowship:support_check", args=[check.uuid])
    assert "Do you get the time" in client.get(reverse("fellowship:my_fellowship")).content.decode()
    client.post(page, {"time": "ALL"})
    assert not Message.objects.filter(letter="fellowship.support_is_thin").exists()
    client.post(page, {"time": "NONE", "text": "The rota"})
    told = Message.objects.get(letter="fellowship.support_is_thin")
    mail = letter_called("fellowship.support_is_thin").render(told.about_id, NOW)
    assert isinstance(mail, Mail) and fellow.adviser is not None and mail.to == fellow.adviser.email
    assert isinstance(letter_called("fellowship.check_time").render(check.pk, NOW), Drop)
    text = client.post(page, {"do": "sponsor", "name": "Me", "email": fellow.user.email}).content.decode()
    assert "You cannot support yourself" in text
    assert signed_in(world.person()).get(page).status_code == 404


def test_a_fellow_names_six_people_at_most_and_none_of_their_own_addresses() -> None:
    fellow = running()
    support_checks.ask_when_due(now=NOW)
    check = SupportCheck.objects.get()
    EmailAddress.objects.create(user=fellow.user, email="Home@Example.org", verified=True)
    with pytest.raises(support_checks.OwnSponsor):
        support_checks.name_sponsor(check, name="Me", email="home@example.ORG", now=NOW)
    for number in range(support_checks.MOST_PEOPLE):
        support_checks.name_sponsor(check, name="N", email=f"boss{number}@example.org", now=NOW)
    # Going back and forth between two of them is no way around it.
    client, page = signed_in(fellow.user), reverse("fellowship:support_check", args=[check.uuid])
    text = client.post(page, {"do": "sponsor", "name": "N", "email": "boss1@example.org"}).content.decode()
    assert "You have named six people already" in text
    check.refresh_from_db()
    assert check.sponsor_email == "boss5@example.org"
    assert fellow.application is not None
    with pytest.raises(support.OwnSponsor):
        support.ask_sponsor(fellow.application.pk, name="Me", email="home@example.org", now=NOW)


def test_a_sponsor_answers_once_by_post_and_the_fellow_can_name_another() -> None:
    fellow = running()
    support_checks.ask_when_due(now=NOW)
    check = SupportCheck.objects.get()
    page = reverse("fellowship:support_check_sponsor", args=[check_token(check)])
    client = signed_in(world.person())
    assert client.get(page).status_code == 200
    check.refresh_from_db()
    assert check.sponsor == "ASKED"
    assert client.post(page).status_code == 200
    assert client.post(page, {"state": "WRONG_PERSON"}).status_code == 200
    assert client.post(page, {"state": "CONFIRMED"}).status_code == 404
    check.refresh_from_db()
    assert check.sponsor == "WRONG_PERSON"
    assert isinstance(letter_called("fellowship.check_sponsor_left").render(check.pk, NOW), Mail)
    named = support_checks.name_sponsor(check, name="Nia", email="Nia@Example.org", now=NOW + timedelta(days=1))
    assert client.get(page).status_code == 404
    page = reverse("fellowship:support_check_sponsor", args=[check_token(named)])
    assert client.post(page, {"state": "CONFIRMED"}).status_code == 200
    Fellow.objects.filter(pk=fellow.pk).update(state=Fellow.State.LEFT)
    assert isinstance(letter_called("fellowship.check_time").render(check.pk, NOW), Drop)


def test_the_team_asks_between_times_and_reads_the_answers() -> None:
    fellow = running()
    team = signed_in(world.in_team(fellow.cohort.programme))
    ask, rows = (
        reverse(f"fellowship:{n}", args=[fellow.cohort.uuid]) for n in ("support_check_ask", "support_check_list")
    )
    assert "Ask 1 fellow" in team.get(ask).content.decode()
    team.post(ask)
    assert "less than two weeks ago" in team.post(ask, follow=True).content.decode()
    assert SupportCheck.objects.get().number == 4
    # Those of the year come at their time all the same.
    assert support_checks.ask_when_due(now=NOW) == 1
    assert support_checks.ask_when_due(now=NOW) == 0
    SupportCheck.objects.filter(number=1).delete()
    assert team.get(rows, {"answer": "WAITS"}).context["list"].count == 1
    assert team.get(rows, {"answer": "WRONG"}).context["list"].count == 0
    SupportCheck.objects.update(time="SOME")
    assert team.get(rows, {"answer": "WRONG"}).context["list"].count == 1
