"""Feeds bring items once; one that fails says so and takes nothing away; people get one letter a week."""

from datetime import timedelta
from pathlib import Path
from time import monotonic, process_time

import pytest
from django.test import Client

from accounts.preferences import stop_letter
from careers.models import Family
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from notifications.writing import write
from planning.horizon import feeds
from planning.horizon.feeds import parse, read_feeds
from planning.horizon.fetching import CannotFetch
from planning.horizon.following import follow, queue_digests
from planning.models import Feed, HorizonItem
from tests.planning.world import DAY, NOW, page, person, signed_in

pytestmark = pytest.mark.django_db

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>A &lt;b&gt;new&lt;/b&gt; standard</title><link>https://example.org/1</link><guid>1</guid>
<description>&lt;script&gt;alert(1)&lt;/script&gt;For records &amp;amp; more</description></item>
<item><title>Not for us</title><link>javascript:alert(1)</link><guid>2</guid></item>
<item><title>Plain</title><link>http://example.org/3</link><guid>3</guid></item>
<item><title></title><link>https://example.org/4</link></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Other</title>
<entry><id>x</id><title>Second</title><link href="https://example.org/second"/></entry></feed>"""
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b']><rss version="2.0"><channel><item><title>&j;</title><link>https://example.org/b</link></item></channel></rss>'
)


@pytest.fixture
def content(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What each address answers; others cannot be fetched."""
    answers: dict[str, bytes] = {}

    def fetch(address: str, *, stopwatch: object) -> bytes:
        if address not in answers:
            raise CannotFetch("It answered 500.")
        return answers[address]

    monkeypatch.setattr(feeds, "fetch", fetch)
    return answers


def feed(name: str, *families: Family) -> Feed:
    made = Feed.objects.create(name=name, address=f"https://{name}.example/feed")
    made.families.set(families)
    return made


def test_entries_are_plain_words_with_an_address_we_would_link_to() -> None:
    (entry,) = parse(RSS)
    assert entry["title"] == "A new standard"
    assert entry["summary"] == "For records & more"
    assert entry["address"] == "https://example.org/1"
    assert [one["title"] for one in parse(ATOM)] == ["Second"]


@pytest.mark.parametrize("wrong", [b"", b"\x00\xff", b"<html><body>Hello</body></html>", b"{}", b"<rss", b"a,b\n1,2"])
def test_what_is_no_feed_is_refused(wrong: bytes) -> None:
    with pytest.raises(CannotFetch, match="no RSS or Atom feed"):
        parse(wrong)


def test_an_answer_that_names_a_file_here_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "feed").write_bytes(ATOM)
    with pytest.raises(CannotFetch):
        parse(str(tmp_path / "feed").encode())


def test_entities_that_grow_do_no_harm() -> None:
    entries = parse(BOMB)
    assert all(len(one["title"]) <= 200 for one in entries)


def test_words_that_look_like_many_tags_take_no_time() -> None:
    item = b"<item><title>" + b"&lt;" * 200_000 + b"</title><link>https://example.org/</link></item>"
    started = process_time()
    parse(b'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>' + item + b"</channel></rss>")
    assert process_time() - started < 5


def test_a_feed_brings_each_item_once_with_its_families(content: dict[str, bytes]) -> None:
    family = Family.objects.live()[0]
    one = feed("news", family)
    content[one.address] = RSS
    assert read_feeds(now=NOW, stopwatch=monotonic) == 1
    assert read_feeds(now=NOW + DAY, stopwatch=monotonic) == 0
    item = HorizonItem.objects.get()
    assert (list(item.families.all()), item.found_at) == ([family], NOW)


def test_a_feed_that_fails_says_so_and_leaves_the_others_alone(content: dict[str, bytes]) -> None:
    broken, fine = feed("broken"), feed("fine")
    content[broken.address], content[fine.address] = RSS, ATOM
    read_feeds(now=NOW, stopwatch=monotonic)
    del content[broken.address]
    for days in (1, 2):
        read_feeds(now=NOW + days * DAY, stopwatch=monotonic)
    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.health, broken.failures, broken.problem, broken.read_at) == ("Failing", 2, "It answered 500.", NOW)
    assert (fine.health, fine.read_at) == ("Read", NOW + 2 * DAY)
    assert HorizonItem.objects.count() == 2
    content[broken.address] = RSS
    read_feeds(now=NOW + 3 * DAY, stopwatch=monotonic)
    broken.refresh_from_db()
    assert (broken.health, broken.failures) == ("Read", 0)


def test_one_letter_a_week_with_the_news_of_the_families_that_i_follow(content: dict[str, bytes]) -> None:
    mine, other = Family.objects.live()[:2]
    content[feed("news", mine).address], content[feed("other", other).address] = RSS, ATOM
    sam, kit = person(), person("kit@example.org")
    follow(sam, [mine])
    read_feeds(now=NOW, stopwatch=monotonic)
    assert queue_digests(now=NOW) == 1
    assert queue_digests(now=NOW + timedelta(hours=1)) == 1
    message = Message.objects.get(letter="planning.horizon_digest")
    mail = letter_called(message.letter).render(message.about_id, NOW)
    assert isinstance(mail, Mail) and mail.to == sam.email and mail.unsubscribe_url
    text = write(mail).text
    assert "A new standard (news)" in text and "Second" not in text
    assert queue_digests(now=NOW + 8 * DAY) == 0  # no news
    stop_letter(sam, "planning.horizon_digest", now=NOW)
    assert isinstance(letter_called(message.letter).render(message.about_id, NOW), Drop)
    assert queue_digests(now=NOW) == 0
    assert isinstance(letter_called(message.letter).render(kit.pk, NOW), Drop)


@pytest.mark.usefixtures("at_now")
def test_staff_write_hide_and_choose_and_everybody_reads(client: Client) -> None:
    family = Family.objects.live()[0]
    staff = signed_in(person("staff@example.org", is_staff=True))
    assert "Nothing yet" in page(client, "/horizon/")
    item = {"title": "A new standard", "address": "https://example.org/1", "families": [family.slug]}
    assert staff.post("/staff/horizon/add/", item).status_code == 302
    assert "A new standard" in page(client, f"/horizon/?family={family.slug}&q=standard")
    assert "Nothing fits these filters" in page(client, "/horizon/?q=zebra")
    wrong = staff.post("/staff/horizon/add/", item | {"address": "http://example.org/1"}).content.decode()
    assert "must begin with https://" in wrong
    assert staff.post(f"/staff/horizon/{HorizonItem.objects.get().pk}/", item | {"hidden": "on"}).status_code == 302
    assert "A new standard" not in page(client, "/horizon/")
    assert "A new standard" in page(staff, "/staff/horizon/?shown=NO")
    source = {"name": "News", "address": "https://news.example/feed"}
    assert staff.post("/staff/horizon/feeds/add/", source).status_code == 302
    assert "There is a feed of that name already" in staff.post("/staff/horizon/feeds/add/", source).content.decode()
    Feed.objects.update(problem="It answered 500.", failures=3)
    assert "It answered 500. It failed 3 times" in page(staff, "/staff/horizon/feeds/?health=FAILING")
    assert "No feed fits these filters" in page(staff, "/staff/horizon/feeds/?health=PAUSED")
    sam = signed_in(person())
    assert sam.post("/me/horizon/", {"families": [family.slug]}).status_code == 302
    assert "checked" in page(sam, "/me/horizon/")
