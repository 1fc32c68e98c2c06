"""Leases: one statement for a few messages, nobody waits for anybody, nothing is sent by two."""

import threading
from datetime import timedelta

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from notifications.leases import claim, end_leases_of_the_dead, give_back, release
from notifications.models import Message
from tests.notifications.conftest import NOW, queue
from tests.notifications.rig import wait_until

pytestmark = pytest.mark.django_db
State = Message.State


def rows() -> set[tuple[object, ...]]:
    return set(Message.objects.values_list("state", "tries", "lease", "leased_until"))


def test_a_few_messages_are_claimed_by_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ids = [queue(number) for number in range(1, 6)]
    with django_assert_num_queries(1):
        claimed = claim(ids, NOW)
    assert sorted(message.pk for message in claimed) == ids
    assert {(message.state, message.tries, message.letter) for message in claimed} == {
        (State.SENDING, 1, "letterbox.hello")
    }
    assert rows() == {(State.SENDING, 1, claimed[0].lease, NOW + settings.OUTBOX_LEASE)}


def test_what_is_not_due_or_is_somebody_elses_is_not_claimed() -> None:
    mine, theirs = queue(1), queue(2)
    later = queue(3, due_at=NOW + timedelta(minutes=1))
    held = queue(4)
    Message.objects.filter(pk=held).update(state=State.HELD)
    claim([theirs], NOW)
    assert [message.pk for message in claim([mine, theirs, later, held, 10**9], NOW)] == [mine]
    assert claim([mine, theirs], NOW) == []


def test_after_the_lease_another_worker_may_claim_it_and_the_first_one_writes_nothing_more() -> None:
    message_id = queue()
    (first,) = claim([message_id], NOW)
    (second,) = claim([message_id], NOW + settings.OUTBOX_LEASE + timedelta(seconds=1))
    assert (second.tries, second.lease != first.lease) == (2, True)
    release(first, NOW, state=State.SENT)
    assert Message.objects.get().state == State.SENDING
    release(second, NOW, state=State.SENT, finished_at=NOW)
    message = Message.objects.get()
    assert (message.state, message.lease, message.leased_until, message.finished_at) == (State.SENT, "", None, NOW)


def test_what_is_given_back_is_due_as_before() -> None:
    ids = [queue(1), queue(2)]
    give_back(claim(ids, NOW), NOW)
    assert rows() == {(State.WAITING, 0, "", None)}
    assert len(claim(ids, NOW)) == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_what_another_worker_is_claiming_this_moment_is_passed_over_and_not_waited_for() -> None:
    ids = [queue(number) for number in range(1, 4)]
    names = connection.get_connection_params()
    other = psycopg2.connect(**{key: names[key] for key in ("dbname", "user", "host", "port") if key in names})
    try:
        with other.cursor() as cursor:
            cursor.execute("UPDATE notifications_message SET reason = 'x' WHERE id = %s", [ids[1]])
            with connection.cursor() as ours:
                ours.execute("SET lock_timeout = '500ms'")
            assert sorted(message.pk for message in claim(ids, NOW)) == [ids[0], ids[2]]
    finally:
        other.rollback()
        other.close()
        with connection.cursor() as ours:
            ours.execute("SET lock_timeout = 0")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL knows whose session has ended")
@pytest.mark.django_db(transaction=True)
def test_what_a_dead_worker_had_claimed_is_free_at_once_and_what_a_living_one_has_is_not() -> None:
    ids = [queue(number) for number in range(1, 5)]
    claimed, die = threading.Event(), threading.Event()

    def work() -> None:
        claim(ids[:2], NOW)
        claimed.set()
        die.wait()
        connection.close()  # as when a process ends

    worker = threading.Thread(target=work)
    worker.start()
    claimed.wait()
    claim(ids[2:3], NOW)
    nameless = {"state": State.SENDING, "lease": "of an older release", "leased_until": NOW + timedelta(hours=1)}
    Message.objects.filter(pk=ids[3]).update(**nameless)
    end_leases_of_the_dead(NOW)
    assert not Message.objects.left_behind(NOW).exists()
    die.set()
    worker.join()
    assert wait_until(lambda: bool(end_leases_of_the_dead(NOW)), seconds=10), "a session ends soon after its process"
    assert {message.pk for message in Message.objects.left_behind(NOW)} == set(ids[:2])
    assert {(message.pk, message.tries) for message in claim(ids, NOW)} == {(ids[0], 2), (ids[1], 2)}
