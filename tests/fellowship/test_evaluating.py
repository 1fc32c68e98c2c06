"""Evaluation: asked several times, handed in once, compared with the start, small groups hidden."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from careers.models import Skill
from fellowship.evaluating import answering, export, instruments, results, waves
from fellowship.evaluating.network import networks_of
from fellowship.measures import compare
from fellowship.models import (
    Aim,
    Cohort,
    Connection,
    Fellow,
    Instrument,
    Item,
    ItemAnswer,
    OnboardingItem,
    Response,
    Wave,
    WaveReminder,
)
from fellowship.models.moves import ApplicationState
from fellowship.views.pictures import change_picture
from notifications.delivery import deliver_due
from notifications.models import Message
from tests.fellowship.world import NOW, application, call, cohort, in_team, person, programme

pytestmark = pytest.mark.django_db

RECENTLY = "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate"
START, END = date(2027, 1, 4), date(2027, 12, 13)


def instrument(of: Any) -> Instrument:
    return instruments.save_instrument(
        None, programme=of, name="Three aims", intro="", usual=True, actor=in_team(of), now=NOW
    )


def asked_cohort(people: int = 6) -> tuple[Cohort, list[User]]:
    """A running cohort with fellows and its five usual times planned."""
    of = programme()
    made = cohort(of, starts_on=START, ends_on=END, places=50)
    users = [person() for _ in range(people)]
    for user in users:
        Fellow.objects.create(cohort=made, user=user, enrolled_at=NOW)
    waves.plan_usual(made, instrument(of), actor=in_team(of), now=NOW)
    return made, users


def at(wave: Wave) -> datetime:
    """A moment on the first day."""
    return datetime.combine(wave.opens_on, time(12), tzinfo=UTC)


def wave_of(of: Cohort, moment: str) -> Wave:
    return of.waves.get(moment=moment)


def answer_all(wave: Wave, user: User, points: int, words: str = "", may_quote: bool = False) -> None:
    """The same points on the aim's own scale for every statement, and handed in."""
    given: dict[Item, int | str | None] = {}
    for item in answering.items_of(wave):
        if item.kind == Item.Kind.TEXT:
            given[item] = words
        else:
            given[item] = 6 - points if item.is_reversed else points
    answering.save_items(wave, user, given, now=at(wave))
    answering.hand_in(wave, user, may_quote=may_quote, now=at(wave))


def both_times(before: Sequence[int], after: Sequence[int]) -> Cohort:
    of, users = asked_cohort(max(len(before), len(after)))
    for moment, points in ((Wave.Moment.BASELINE, before), (Wave.Moment.END, after)):
        for user, value in zip(users, points, strict=False):
            answer_all(wave_of(of, moment), user, value)
    return of


def at_the_end(of: Cohort) -> results.Comparison:
    return next(one for one in results.comparisons_of(of, on=END + timedelta(days=60)) if one.wave.moment == "END")


def test_the_five_usual_times_lie_where_they_should_and_are_planned_once() -> None:
    of, _ = asked_cohort()
    assert [(wave.moment, wave.opens_on) for wave in of.waves.all()] == [
        ("BASELINE", date(2026, 11, 30)),
        ("MIDDLE", date(2027, 6, 24)),
        ("END", date(2027, 11, 29)),
        ("SIX_MONTHS", date(2028, 6, 12)),
        ("TWELVE", date(2028, 12, 12)),
    ]
    assert waves.plan_usual(of, Instrument.objects.get(), actor=in_team(of.programme), now=NOW) == 0


def test_a_change_is_of_the_same_people_and_statements_turned_round_count_turned_round() -> None:
    of = both_times([2, 2, 2, 2, 2, 2], [4, 4, 4, 3, 2, 1])
    compared = at_the_end(of)
    for line in compared.aims:
        assert (line.result.rose, line.result.fell, line.result.middle_before, line.result.middle_after) == (
            4,
            1,
            2,
            3.5,
        )
        assert len(line.result.pairs) == 6


def test_nothing_is_shown_of_fewer_than_five_who_answered_both_times() -> None:
    of = both_times([2, 2, 2, 2, 2, 2], [4, 4, 4, 4])
    compared = at_the_end(of)
    assert all(line.result.pairs == () and line.result.middle_change is None for line in compared.aims)


def test_results_wait_until_a_time_is_over_so_that_no_single_answer_shows() -> None:
    of = both_times([2] * 6, [4] * 6)
    end = wave_of(of, Wave.Moment.END)
    assert end not in [one.wave for one in results.comparisons_of(of, on=end.closes_on)]
    assert end in [one.wave for one in results.comparisons_of(of, on=end.closes_on + timedelta(days=1))]
    assert export.waves_to_export(of, on=end.closes_on) == [wave_of(of, Wave.Moment.BASELINE)]


def test_what_is_handed_in_stays_and_what_is_not_open_cannot_be_answered() -> None:
    of, (user, *_) = asked_cohort()
    wave = wave_of(of, Wave.Moment.BASELINE)
    with pytest.raises(answering.NothingAnswered):
        answering.hand_in(wave, user, may_quote=False, now=at(wave))
    answer_all(wave, user, 3)
    item = answering.items_of(wave)[0]
    with pytest.raises(answering.HandedInAlready):
        answering.save_items(wave, user, {item: 5}, now=at(wave))
    assert ItemAnswer.objects.get(item=item).points == 3
    late = wave_of(of, Wave.Moment.END)
    with pytest.raises(answering.NotOpen):
        answering.save_items(late, user, {item: 5}, now=at(wave))
    with pytest.raises(answering.NotOpen):
        answering.save_items(wave, person(), {item: 5}, now=at(wave))


def test_who_gets_ready_answers_the_first_and_that_ticks_it() -> None:
    of, _ = asked_cohort()
    coming = application(call(of), state=ApplicationState.ONBOARDING)
    tick = OnboardingItem.objects.create(application=coming, kind=OnboardingItem.Kind.BASELINE)
    wave = wave_of(of, Wave.Moment.BASELINE)
    assert waves.waves_for(coming.user, wave.opens_on) == [wave]
    assert coming.user.pk in waves.asked_ids([wave])[wave.pk]
    answer_all(wave, coming.user, 3)
    tick.refresh_from_db()
    assert tick.done_at == at(wave)
    later = wave_of(of, Wave.Moment.MIDDLE)
    assert waves.waves_for(coming.user, later.opens_on) == []


def test_who_left_is_not_asked() -> None:
    of, (gone, *others) = asked_cohort()
    Fellow.objects.filter(user=gone).update(state=Fellow.State.LEFT)
    wave = wave_of(of, Wave.Moment.MIDDLE)
    assert waves.asked_ids([wave])[wave.pk] == {user.pk for user in others}
    assert waves.waves_for(gone, wave.opens_on) == []


def test_those_who_have_not_answered_are_reminded_three_times_and_never_twice_for_one_reason() -> None:
    of, (done, *others) = asked_cohort(3)
    wave = wave_of(of, Wave.Moment.BASELINE)
    opens = at(wave)
    assert waves.remind_all(now=opens - timedelta(days=1)) == 0
    assert waves.remind_all(now=opens) == 3
    assert waves.remind_all(now=opens + timedelta(hours=1)) == 0
    answer_all(wave, done, 3)
    closes = opens + (wave.closes_on - wave.opens_on)
    for before, told in ((8, 0), (7, 2), (6, 0), (2, 2), (0, 0), (-1, 0)):
        assert waves.remind_all(now=closes - timedelta(days=before)) == told
    assert Message.objects.filter(letter=waves.LETTER).count() == WaveReminder.objects.count() == 7
    assert {one.user_id for one in WaveReminder.objects.filter(number=2)} == {user.pk for user in others}


def test_the_letter_is_dropped_once_somebody_has_answered() -> None:
    of, (user, other) = asked_cohort(2)
    wave = wave_of(of, Wave.Moment.BASELINE)
    waves.remind_all(now=at(wave))
    answer_all(wave, user, 3)
    deliver_due(clock=lambda: at(wave))
    assert [letter.to for letter in mail.outbox] == [[other.email]]
    assert f"/me/questionnaires/{wave.uuid}/" in str(mail.outbox[0].body)


def test_an_item_that_was_answered_keeps_its_words_and_a_new_one_takes_its_place() -> None:
    of, (user, *_) = asked_cohort()
    wave = wave_of(of, Wave.Moment.BASELINE)
    answer_all(wave, user, 3)
    old = answering.items_of(wave)[0]
    new = instruments.save_item(
        wave.instrument, old, aim=old.aim, kind=old.kind, text="Something better.", is_reversed=False
    )
    old.refresh_from_db()
    assert old.is_retired
    assert (new.position, new.text) == (old.position, "Something better.")
    assert old not in answering.items_of(wave)
    free = instruments.save_item(
        wave.instrument, None, aim=Aim.SKILLED, kind=Item.Kind.SCALE, text="New.", is_reversed=False
    )
    changed = instruments.save_item(
        wave.instrument, free, aim=Aim.SKILLED, kind=Item.Kind.SCALE, text="Newer.", is_reversed=False
    )
    assert changed.pk == free.pk


def test_a_tie_counts_once_whoever_names_it_and_the_picture_needs_five() -> None:
    of, users = asked_cohort(5)
    wave = wave_of(of, Wave.Moment.BASELINE)
    one, two, three, *_ = users
    answering.save_connections(
        wave, one, {two.pk: "KNOWS", three.pk: "WORKED", one.pk: "KNOWS"}, [("Trust A", 3)], now=at(wave)
    )
    answering.save_connections(wave, two, {one.pk: "WORKED"}, [], now=at(wave))
    assert not Connection.objects.filter(to=one, response__user=one).exists()
    for user in users[:4]:
        answer_all(wave, user, 3)
    after = wave.closes_on + timedelta(days=1)
    assert networks_of(of, on=after) == []
    answer_all(wave, users[4], 3)
    (picture,) = networks_of(of, on=after)
    assert (picture.people, len(picture.ties), picture.worked, picture.percent) == (5, 2, 2, 20)
    assert sorted(dot.knows for dot in picture.dots) == [0, 0, 1, 1, 2]


def test_the_file_says_what_was_answered_and_nothing_of_who() -> None:
    of, users = asked_cohort(6)
    skill = Skill.objects.live()[0]
    waves.add_skill(of, skill)
    wave = wave_of(of, Wave.Moment.BASELINE)
    for number, user in enumerate(users[:5]):
        User.objects.filter(pk=user.pk).update(name="Quetzal")
        answering.save_skills(wave, user, {skill.pk: number % 5}, now=at(wave))
        answer_all(wave, user, 2, words="Quetzal said")
    after = wave.closes_on + timedelta(days=1)
    over = export.waves_to_export(of, on=after)
    columns, rows = export.columns_of(of, over), list(export.rows_of(of, over))
    again = list(export.rows_of(of, over))
    assert {row[0] for row in rows} & {row[0] for row in again} == set()
    assert sorted(row[columns.index(f"skill_{skill.slug}")] for row in rows) == [0, 1, 2, 3, 4]
    assert len({len(row) for row in rows} | {len(columns)}) == 1
    told = {str(line[0]) for line in export.codebook_of(of, over)}
    assert told == set(columns)
    assert "Quetzal" not in str(rows)
    assert str(users[0].pk) not in {row[0] for row in rows}


def test_a_fellow_answers_page_by_page_and_nobody_elses() -> None:
    of, (user, other, *_) = asked_cohort()
    wave = wave_of(of, Wave.Moment.BASELINE)
    Wave.objects.filter(pk=wave.pk).update(opens_on=timezone.localdate(), closes_on=timezone.localdate())
    waves.add_skill(of, Skill.objects.live()[0])
    client = Client()
    client.force_login(user)
    start = f"/me/questionnaires/{wave.uuid}/"
    assert "0 of 5" in client.get(start).content.decode()
    items = [item for item in answering.items_of(wave) if item.aim == "SKILLED"]
    answer = client.post(
        f"{start}skilled/", {f"item_{item.pk}": 4 if item.kind == "SCALE" else "Words" for item in items}
    )
    assert answer["Location"] == f"{start}connected/"
    wrong = client.post(f"{start}skilled/", {f"item_{items[0].pk}": "9"})
    assert "Choose one of the answers" in wrong.content.decode()
    counted = client.post(
        f"{start}connections/", {f"person_{other.pk}": "WORKED", "organisation_0": "NHS Wales", "count_0": "2"}
    )
    assert counted["Location"] == start
    unfinished = client.post(f"{start}connections/", {"organisation_0": "NHS Wales"})
    assert "Enter how many people there you could ring" in unfinished.content.decode()
    assert "5 of 5" in client.get(start).content.decode()
    assert client.post(start, {"may_quote": "on"})["Location"] == "/me/questionnaires/"
    given = Response.objects.get(user=user)
    assert given.may_quote
    assert given.handed_in_at
    assert "You handed this in" in client.get(start).content.decode()
    stranger = Client()
    stranger.force_login(person())
    assert stranger.get(start).status_code == 404
    assert stranger.post(start).status_code == 404


def test_the_team_sees_results_without_names_and_only_quotes_what_may_be() -> None:
    of, users = asked_cohort()
    for moment, points in ((Wave.Moment.BASELINE, 2), (Wave.Moment.MIDDLE, 4)):
        for number, user in enumerate(users):
            User.objects.filter(pk=user.pk).update(name="Quetzal")
            answer_all(wave_of(of, moment), user, points, words=f"Words of {number}", may_quote=number == 0)
    # A year earlier, so that all of it is over.
    for wave in of.waves.all():
        Wave.objects.filter(pk=wave.pk).update(
            opens_on=wave.opens_on - timedelta(days=900), closes_on=wave.closes_on - timedelta(days=900)
        )
    client = Client()
    client.force_login(in_team(of.programme))
    address = f"/staff/cohorts/{of.uuid}/evaluation/results/"
    page = client.get(address).content.decode()
    assert "6 of 6 rose, 0 fell" in page
    assert "Quetzal" not in page
    may = ItemAnswer.objects.filter(text="Words of 0").first()
    not_ = ItemAnswer.objects.filter(text="Words of 1").first()
    assert may is not None
    assert not_ is not None
    assert client.post(f"/staff/cohorts/{of.uuid}/evaluation/quotes/{not_.pk}/").status_code == 404
    client.post(f"/staff/cohorts/{of.uuid}/evaluation/quotes/{may.pk}/")
    may.refresh_from_db()
    assert may.is_quoted
    assert "app-quote" in client.get(address).content.decode()
    written = f"/staff/cohorts/{of.uuid}/evaluation/written/"
    shown = {query: len(client.get(written + query).context["list"].rows) for query in (
        "", "?q=words of 1", "?time=MIDDLE", "?quote=may", "?quote=not", "?quote=chosen", "?q=never said",
    )}  # fmt: skip
    texts = of.waves.all()[0].instrument.items.filter(kind=Item.Kind.TEXT).count()
    assert shown == {
        "": 12 * texts, "?q=words of 1": 2 * texts, "?time=MIDDLE": 6 * texts, "?quote=may": 2 * texts,
        "?quote=not": 10 * texts, "?quote=chosen": 1, "?q=never said": 0,
    }  # fmt: skip
    assert "Quetzal" not in client.get(written).content.decode()
    back = f"{written}?quote=chosen"
    answer = client.post(f"/staff/cohorts/{of.uuid}/evaluation/quotes/{may.pk}/", {"back": back})
    assert answer.headers["Location"] == back
    answer = client.post(f"/staff/cohorts/{of.uuid}/evaluation/quotes/{may.pk}/", {"back": "https://example.org/"})
    assert answer.headers["Location"] == written


def test_results_show_one_time_the_latest_with_answers_or_the_one_asked_for() -> None:
    of, users = asked_cohort()
    for moment, points in ((Wave.Moment.BASELINE, 2), (Wave.Moment.MIDDLE, 4), (Wave.Moment.END, 3)):
        for user in users:
            answer_all(wave_of(of, moment), user, points, words="Words")
    for wave in of.waves.all():
        Wave.objects.filter(pk=wave.pk).update(
            opens_on=wave.opens_on - timedelta(days=2_000), closes_on=wave.closes_on - timedelta(days=2_000)
        )
    client = Client()
    client.force_login(in_team(of.programme))
    address = f"/staff/cohorts/{of.uuid}/evaluation/results/"

    def shown(query: str) -> Wave:
        return client.get(address + query).context["chosen"].wave

    assert shown("?time=middle").moment == Wave.Moment.MIDDLE
    assert shown("?time=end").moment == Wave.Moment.END
    assert shown("?time=twelve").moment == Wave.Moment.TWELVE_MONTHS
    # Nobody has answered since the end.
    assert shown("").moment == shown("?time=never").moment == Wave.Moment.END


def test_the_scale_of_a_picture_has_few_numbers_and_both_ends_of_a_short_one() -> None:
    def values(lowest: float, highest: float) -> list[int]:
        line = results.Line("x", "X", lowest, highest, compare({}, {}, asked=0))
        return [tick.value for tick in change_picture(line, Wave(moment=Wave.Moment.END)).ticks]

    assert values(1, 5) == [1, 2, 3, 4, 5]
    assert values(0, 4) == [0, 1, 2, 3, 4]
    assert values(0, 1) == [0, 1]
    assert values(0, 29) == [0, 6, 12, 18, 24]


def test_the_headline_of_a_picture_rounds_as_the_table_beside_it() -> None:
    people = range(5)
    found = compare(dict.fromkeys(people, 2.25), dict.fromkeys(people, 3.0), asked=5)
    picture = change_picture(results.Line("x", "Skilled", 1, 5, found), Wave(moment=Wave.Moment.END))
    assert picture.headline == "Skilled: 5 of 5 rose, 0 fell; typically 2.3 before and 3 now"


def test_the_pages_ask_as_often_for_thirty_as_for_six() -> None:
    counts = []
    for people in (6, 30):
        of, users = asked_cohort(people)
        for moment in (Wave.Moment.BASELINE, Wave.Moment.MIDDLE):
            for user in users:
                answer_all(wave_of(of, moment), user, 3, words="Words")
        for wave in of.waves.all():
            Wave.objects.filter(pk=wave.pk).update(
                opens_on=wave.opens_on - timedelta(days=900), closes_on=wave.closes_on - timedelta(days=900)
            )
        client = Client()
        client.force_login(in_team(of.programme))
        address = f"/staff/cohorts/{of.uuid}/evaluation/results/"
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_file_is_for_who_has_just_signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    of, users = asked_cohort(5)
    wave = wave_of(of, Wave.Moment.BASELINE)
    for user in users:
        answer_all(wave, user, 3)
    Wave.objects.filter(pk=wave.pk).update(
        opens_on=timezone.localdate() - timedelta(days=9), closes_on=timezone.localdate() - timedelta(days=1)
    )
    client = Client()
    admin = in_team(of.programme)
    admin.set_password("three quiet otters")
    admin.save()
    client.force_login(admin)
    address = f"/staff/cohorts/{of.uuid}/evaluation/answers.csv"
    assert client.get(address).headers["Location"].startswith("/account/reauthenticate/")
    monkeypatch.setattr(RECENTLY, lambda request: True)
    answer = client.get(address)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 6
    assert rows[0][:2] == ["person", "time"]
