"""Links to a report: they open until they end or are taken back, and cannot be guessed."""

import uuid

import pytest
from django.core import signing

from planning.models import SharedReport
from planning.sharing import MOST_OPEN, TooManyLinks, open_report, report_address, revoke, share_report
from tests.planning.world import DAY, NOW, assessment_of, goal, person

pytestmark = pytest.mark.django_db


def shared(days: int = 30, email: str = "sam@example.org") -> SharedReport:
    sam = person(email)
    return share_report(sam, assessment_of(sam), goal(), given_to="Kit", days=days, now=NOW)


def secret(report: SharedReport) -> str:
    return report_address(report).rstrip("/").rpartition("/")[2]


def test_a_link_opens_until_its_end() -> None:
    report = shared(days=7)
    assert open_report(secret(report), now=NOW + 6 * DAY) == report
    assert open_report(secret(report), now=NOW + 7 * DAY) is None


def test_a_link_dies_the_moment_it_is_taken_back_and_others_live() -> None:
    report, other = shared(), shared(email="ada@example.org")
    revoke(report, now=NOW)
    revoke(report, now=NOW + DAY)
    assert open_report(secret(report), now=NOW) is None
    assert open_report(secret(other), now=NOW) == other
    report.refresh_from_db()
    assert report.revoked_at == NOW


def test_a_link_dies_with_the_assessment_and_with_the_account() -> None:
    report, other = shared(), shared(email="ada@example.org")
    report.assessment.delete()
    assert open_report(secret(report), now=NOW) is None
    other.user.is_active = False
    other.user.save()
    assert open_report(secret(other), now=NOW) is None


def test_the_id_alone_or_a_signature_for_something_else_opens_nothing() -> None:
    report = shared()
    for wrong in (
        str(report.nonce), f"{report.nonce}:abc", "", "x", signing.Signer(salt="events.feeds").sign(str(report.nonce)),
        signing.Signer(salt="planning.sharing").sign("words"),
        signing.Signer(salt="planning.sharing").sign(str(uuid.uuid4())),
    ):  # fmt: skip
        assert open_report(wrong, now=NOW) is None


def test_nobody_gives_links_without_end() -> None:
    report = shared()
    for _ in range(MOST_OPEN - 1):
        share_report(report.user, report.assessment, report.goal, given_to="Kit", days=7, now=NOW)
    with pytest.raises(TooManyLinks):
        share_report(report.user, report.assessment, report.goal, given_to="Kit", days=7, now=NOW)
    revoke(report, now=NOW)
    share_report(report.user, report.assessment, report.goal, given_to="Kit", days=7, now=NOW)
