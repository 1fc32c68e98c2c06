"""Drafts and lists of a round as files: what is in them, and that they say what the page says."""

import csv
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from common.csv_files import read_csv
from mentoring.rounds.exporting import PAIR_COLUMNS, pairs_csv, peer_csv
from tests.mentoring.round_things import run_now, three_and_two
from tests.mentoring.world import page, signed_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shown_who_they_are(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.STAFF_NEED_MFA = False
    recently = "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate"
    monkeypatch.setattr(recently, lambda request: True)


def test_the_export_holds_every_pair_with_reasons_that_add_up_and_comes_back_unchanged() -> None:
    one = three_and_two()
    names = ["=HYPERLINK(1)", "@Lee", "+Mo"]
    for part, name in zip(one.participants.filter(side="MENTEE"), names, strict=True):
        part.user.name = name
        part.user.save()
    run = run_now(one)
    text = pairs_csv(run)
    assert not any(cell.startswith(("=", "@", "+")) for line in text.splitlines() for cell in line.split(","))
    headings, rows = read_csv(text)
    assert tuple(headings) == PAIR_COLUMNS
    assert {row[0] for row in rows} == {pair.mentee.name for pair in run.pairs.select_related("mentee")}
    for row in rows:
        assert sum(int(reason.split(" of ")[0]) for reason in row[7].split(" | ")) == int(row[4])


def test_the_export_for_mentor_match_has_its_headings() -> None:
    one = three_and_two()
    run = run_now(one)
    headings, rows = read_csv(peer_csv(run, "MENTOR"))
    assert headings == [
        "first name", "last name", "email address", "number of matches", "mentor only", "mentee only",
        "both mentor and mentee", "match 0 biography", "match details",
    ]  # fmt: skip
    assert [(row[0], row[3], row[4], row[5]) for row in rows] == [("Ada", "1", "yes", "no"), ("Bo", "1", "yes", "no")]
    assert [row[3] for row in read_csv(peer_csv(run, "MENTEE"))[1]].count("0") == 1


def test_who_is_left_as_a_file_says_what_the_page_says() -> None:
    one = three_and_two()
    run = run_now(one)
    left = run.unmet.select_related("mentee").get()
    left.mentee.name = "=Zoë"
    left.mentee.save()
    team, address = signed_in(staff(one.programme)), reverse("mentoring:run_unmet", args=[one.uuid, run.number])
    text = page(team, address)
    assert f'href="{address}?csv=yes"' in text
    sent = team.get(f"{address}?csv=yes")
    assert sent["Content-Disposition"] == f'attachment; filename="{one.programme.slug}-left.csv"'
    headings, row = csv.reader(sent.content.decode("utf-8-sig").splitlines())
    told = dict(zip(headings, row, strict=True))
    assert (told["Mentee"], told["Address"]) == ("'=Zoë", left.mentee.email)
    assert (told["Mentors"], told["Mentors wanted"]) == ("0", "1")
    for heading in ("Why", "Each of these would be enough"):
        assert heading in text
        assert all(sentence in text for sentence in told[heading].split(". ") if sentence)
    assert "all of their 2 places went to others" in told["Why"]
    assert "One more place with Ada or Bo" in told["Each of these would be enough"]
    assert AuditEntry.objects.get(action="mentoring.left_exported").detail == {"rows": 1}
    assert len(page(team, f"{address}?csv=yes&q=nobody").splitlines()) == 1
