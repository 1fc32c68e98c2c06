"""What people do with adverts: read one, keep it, correct it, draft a statement, take it as a goal, delete it."""

import io
import re
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from accounts.models import User
from accounts.privacy import erase, export
from planning import tasks
from planning.adverts.keeping import MOST_KEPT, TooManyAdverts, keep_advert, save_statement
from planning.adverts.reading import read_advert
from planning.adverts.trying import forget_tried
from planning.models import Advert, Assessment, Criterion, CriterionSkill, TriedAdvert
from tests.planning.world import MINUTE, NOW, assessment_of, begin, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

TEXT = """Senior information analyst
West Fields NHS Trust
Band 6, 37.5 hours per week, permanent
Base: Elm House, Eastbury

Person specification

Essential
- Experience of SQL
- Able to present findings to clinicians
- Calm and curious

Desirable
- Power BI

How to apply
Send us a form.
"""


@pytest.fixture
def sam() -> User:
    return person()


def kept(user: User, text: str = TEXT) -> Advert:
    return keep_advert(user, text, read_advert(text), now=NOW)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def of(advert: Advert, ending: str = "") -> str:
    return f"/me/adverts/{advert.pk}/{ending}"


def first(advert: Advert) -> Criterion:
    return advert.criteria.get(position=1)


# --- Giving an advert -----------------------------------------------------------------------


def test_an_advert_is_read_and_kept(sam: User) -> None:
    client = signed_in(sam)
    response = client.post("/adverts/", {"text": TEXT})
    advert = Advert.objects.get()
    assert response.headers["Location"] == of(advert)
    assert (advert.title, advert.bands, advert.hours) == ("Senior information analyst", "6", "37.5")
    assert (advert.contract, advert.place, advert.kept_at) == ("PERMANENT", "Elm House, Eastbury", NOW)
    kinds = list(advert.criteria.values_list("kind", "text"))
    assert kinds[0] == ("ESSENTIAL", "Experience of SQL") and kinds[-1] == ("DESIRABLE", "Power BI")
    assert CriterionSkill.objects.get(criterion=first(advert)).because == "SQL"
    shown = page(client, of(advert))
    assert "4 things: 3 essential, 1 desirable" in shown and "because of “SQL”" in shown
    assert "Only you can see this." in shown


def test_the_same_text_twice_is_one_advert(sam: User) -> None:
    client = signed_in(sam)
    places = {client.post("/adverts/", {"text": TEXT}).headers["Location"] for _ in range(2)}
    assert len(places) == 1 and Advert.objects.count() == 1
    assert kept(person("other@example.org")).pk != Advert.objects.get(user=sam).pk


def test_somebody_signed_out_sees_what_it_asks_for_and_it_waits_for_them_alone(client: Client) -> None:
    response = client.post("/adverts/", {"text": TEXT})
    shown = response.content.decode()
    assert response.status_code == 200
    assert "3 essential, 1 desirable" in shown and "Able to present findings to clinicians" in shown
    assert "within half an hour and this advert is kept for you" in shown and not Advert.objects.exists()
    assert "Experience of SQL" not in str(dict(client.session))
    assert 'name="file"' not in page(client, "/adverts/")


def test_an_advert_read_signed_out_is_theirs_after_signing_in(client: Client, sam: User) -> None:
    client.post("/adverts/", {"text": TEXT})
    client.post("/account/login/", {"login": sam.email, "password": "three quiet otters"})
    shown = page(client, "/me/adverts/")
    assert "The advert you read before you signed in is in your account now: Senior information analyst." in shown
    advert = Advert.objects.get(user=sam)
    assert advert.text == TEXT and advert.criteria.count() == 4
    assert not TriedAdvert.objects.exists() and "tried_advert" not in client.session


def test_an_advert_read_signed_out_is_gone_after_half_an_hour(
    client: Client, sam: User, at_now: time_machine.Traveller
) -> None:
    client.post("/adverts/", {"text": TEXT})
    assert forget_tried(now=NOW + 29 * MINUTE) == 0
    at_now.move_to(NOW + 30 * MINUTE)
    client.force_login(sam)
    assert not Advert.objects.exists(), "the session may not outlive the promise"
    tasks.forget_signed_out()
    assert not TriedAdvert.objects.exists()


def test_only_the_last_advert_read_signed_out_waits_and_it_can_be_deleted_at_once(client: Client) -> None:
    client.post("/adverts/", {"text": TEXT})
    client.post("/adverts/", {"text": TEXT.replace("SQL", "Python")})
    assert "Python" in TriedAdvert.objects.get().text
    response = client.post("/adverts/", {"clear": "yes"})
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert not TriedAdvert.objects.exists() and "tried_advert" not in client.session
    assert "The advert is deleted, here and with us." in page(client, "/adverts/")


def test_finish_and_clear_of_an_assessment_takes_the_advert_along(client: Client) -> None:
    begin(client)
    client.post("/adverts/", {"text": TEXT})
    client.post("/assessment/clear/")
    assert not TriedAdvert.objects.exists()


def test_where_too_many_wait_nothing_is_kept_and_the_page_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planning.adverts.trying.MOST_WAITING", 1)
    TriedAdvert.objects.create(text="Other", read_at=NOW)
    shown = client.post("/adverts/", {"text": TEXT}).content.decode()
    assert "We kept nothing of it" in shown and "Experience of SQL" in shown
    assert TriedAdvert.objects.get().text == "Other"


def test_whoever_keeps_a_hundred_adverts_is_told_when_one_more_waits(client: Client, sam: User) -> None:
    Advert.objects.bulk_create(Advert(user=sam, title="Old", text="Old", kept_at=NOW) for _ in range(MOST_KEPT))
    client.post("/adverts/", {"text": TEXT})
    client.post("/account/login/", {"login": sam.email, "password": "three quiet otters"})
    assert "You keep 100 adverts" in page(client, "/me/adverts/")
    assert Advert.objects.count() == MOST_KEPT


def test_an_advert_without_a_specification_says_so_and_keeps_what_was_typed(sam: User) -> None:
    client = signed_in(sam)
    text = "Data officer\nYou will look after the register of assets. See the attached documents.\n"
    shown = client.post("/adverts/", {"text": text}).content.decode()
    assert "We found no person specification in this advert" in shown
    assert "register of assets" in shown and not Advert.objects.exists()
    response = client.post("/adverts/", {"text": text, "anyway": "yes"})
    assert "no criteria yet" in page(client, response.headers["Location"])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Paste the advert, or choose a file"),
        ({"text": "   \n "}, "Paste the advert, or choose a file"),
        ({"text": "Essential: SQL"}, "This is too short for an advert"),
        ({"text": "a" * 100_001}, "longer than 100,000 characters"),
        ({"text": "a\n" * 5_001}, "more than 5,000 lines. Paste the person specification alone"),
        ({"file": SimpleUploadedFile("a.txt", b"a\r" * 5_001)}, "more than 5,000 lines"),
        ({"text": TEXT, "file": SimpleUploadedFile("a.txt", TEXT.encode())}, "Give the text or a file, not both"),
        ({"file": SimpleUploadedFile("a.doc", b"\xd0\xcf\x11\xe0 old")}, "Save it as .docx"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(sam: User, data: dict[str, Any], words: str) -> None:
    response = signed_in(sam).post("/adverts/", data)
    assert response.status_code == 200 and words in response.content.decode()
    assert not Advert.objects.exists()


def test_what_has_too_many_lines_is_not_lost_and_empty_lines_do_not_count(sam: User) -> None:
    long = "Shared with us\n" + "ab\n" * 5_000
    assert long.strip() in signed_in(sam).post("/adverts/", {"text": long}).content.decode()
    spaced = TEXT + "\n \n" * 3_000 + "The end"
    assert signed_in(sam).post("/adverts/", {"text": spaced}).status_code == 302


def test_a_file_is_read_like_text(sam: User) -> None:
    client = signed_in(sam)
    file = SimpleUploadedFile("advert.txt", TEXT.encode("utf-16"))
    assert client.post("/adverts/", {"file": file}).status_code == 302
    assert Advert.objects.get().criteria.count() == 4


def test_a_person_keeps_a_hundred_adverts_at_most(sam: User) -> None:
    Advert.objects.bulk_create(Advert(user=sam, title="Old", text="Old", kept_at=NOW) for _ in range(MOST_KEPT))
    with pytest.raises(TooManyAdverts):
        kept(sam)
    shown = signed_in(sam).post("/adverts/", {"text": TEXT}).content.decode()
    assert "You keep 100 adverts" in shown and "Experience of SQL" in shown


# --- Where I stand --------------------------------------------------------------------------


def test_each_criterion_says_where_the_person_stands(sam: User) -> None:
    advert = kept(sam)
    client = signed_in(sam)
    assert "Say what you can do now" in page(client, of(advert))
    skill = first(advert).links.get().skill
    assessment_of(sam, {skill.slug: 3})
    shown = page(client, of(advert))
    assert "You have something to show for 1 of the 2 essential ones" in shown
    assert "Practitioner" in shown and "No skill found" in shown and "Not assessed" in shown


def test_what_was_not_assessed_can_be_asked_at_once(sam: User) -> None:
    client = signed_in(sam)
    assessment = assessment_of(sam, {"developing-code-for-analysis": 3})
    advert = kept(sam)
    shown = page(client, of(advert))
    asked = re.findall(r'name="skill" value="([^"]+)"', shown)
    wanted = {link.skill.slug for link in CriterionSkill.objects.filter(criterion__advert=advert)}
    assert asked and set(asked) == wanted - {"developing-code-for-analysis"} and len(asked) == len(set(asked))
    response = client.post("/assessment/skills/add/", {"skill": asked})
    assert re.fullmatch(r"/assessment/skills/\d+/", response.headers["Location"])
    assert set(asked) <= set(assessment.answers.values_list("skill__slug", flat=True))
    assessment.answers.update(level=2, answered_at=NOW)
    assert "given no level yet" not in page(client, of(advert))


def test_the_page_costs_the_same_for_one_criterion_as_for_many(sam: User) -> None:
    assessment_of(sam, {})
    client = signed_in(sam)
    few = kept(sam)
    many = kept(sam, "Person specification\nEssential\n" + "".join(f"- SQL and testing {n}\n" for n in range(60)))
    counts = []
    for advert in (few, few, many):  # the first warms what is kept per process
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, of(advert))
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 12


# --- Correcting -----------------------------------------------------------------------------


def test_the_job_is_corrected(sam: User) -> None:
    advert = kept(sam)
    data = {"title": "Analyst", "bands": "7", "contract": "BANK", "word_limit": "1500"}
    assert signed_in(sam).post(of(advert, "job/"), data).status_code == 302
    advert.refresh_from_db()
    assert (advert.title, advert.bands, advert.hours, advert.contract) == ("Analyst", "7", "", "BANK")
    shown = signed_in(sam).post(of(advert, "job/"), {"title": "", "months": "x"}).content.decode()
    assert "Enter the job title" in shown and "Months must be a whole number" in shown


def test_a_criterion_is_corrected(sam: User) -> None:
    advert = kept(sam)
    data = {"text": "Experience of SQL", "kind": "DESIRABLE", "skill_1": "accessibility", "skill_2": "accessibility"}
    assert signed_in(sam).post(of(advert, "criteria/1/"), data).status_code == 302
    criterion = first(advert)
    assert criterion.kind == "DESIRABLE" and criterion.is_verbatim
    assert [(link.skill.slug, link.because) for link in criterion.links.all()] == [("accessibility", "")]


def test_lines_split_a_criterion_and_the_draft_stays_with_the_first(sam: User) -> None:
    advert = kept(sam)
    save_statement(advert, {first(advert).pk: "I wrote SQL."}, now=NOW)
    data = {"text": "Experience of SQL\nKnowledge of data\n\n", "kind": "ESSENTIAL"}
    signed_in(sam).post(of(advert, "criteria/1/"), data)
    rows = list(advert.criteria.values_list("position", "text", "is_verbatim", "draft"))
    assert rows[:2] == [(1, "Experience of SQL", True, "I wrote SQL."), (2, "Knowledge of data", False, "")]
    assert rows[2][:2] == (3, "Able to present findings to clinicians") and len(rows) == 5


def test_a_criterion_is_added_and_removed(sam: User) -> None:
    advert = kept(sam)
    client = signed_in(sam)
    client.post(of(advert, "criteria/add/"), {"text": "Drives a van", "kind": "ESSENTIAL"})
    added = advert.criteria.get(text="Drives a van")
    assert not added.is_verbatim and "(in your words)" in page(client, of(advert))
    client.post(of(advert, f"criteria/{added.position}/"), {"remove": "yes"})
    assert advert.criteria.count() == 4
    shown = client.post(of(advert, "criteria/add/"), {"text": " . ", "skill_1": "magic"}).content.decode()
    assert "Enter what they ask for" in shown and "Choose essential or desirable" in shown
    assert "Choose a skill from the list" in shown


# --- The statement --------------------------------------------------------------------------


def drafts(advert: Advert, *texts: str) -> dict[str, str]:
    return {f"draft_{one.pk}": text for one, text in zip(advert.criteria.order_by("position"), texts, strict=False)}


def test_the_statement_is_saved_and_counted(sam: User) -> None:
    advert = kept(sam)
    Advert.objects.update(word_limit=4)
    client = signed_in(sam)
    response = client.post(of(advert, "statement/"), drafts(advert, "I wrote SQL daily", "For wards"))
    shown = page(client, response.headers["Location"])
    assert "6 words saved of at most 4" in shown and "That is 2 too many." in shown
    assert "2 of 4 boxes are empty" in shown and "I wrote SQL daily" in shown
    # What was not sent stays.
    client.post(of(advert, "statement/"), drafts(advert, "Changed"))
    assert list(advert.criteria.values_list("draft", flat=True))[:2] == ["Changed", "For wards"]


def test_an_older_window_does_not_undo_what_was_written_in_another(sam: User) -> None:
    advert = kept(sam)
    client = signed_in(sam)
    save_statement(advert, {first(advert).pk: "Old"}, now=NOW)
    shown = page(client, of(advert, "statement/"))
    assert re.search(r'<input type="hidden" name="initial-draft_\d+" value="Old"', shown)
    older = drafts(advert, "Old", "New here")
    older |= {f"initial-{name}": text for name, text in drafts(advert, "Old", "").items()}
    save_statement(advert, {first(advert).pk: "Written elsewhere"}, now=NOW)
    client.post(of(advert, "statement/"), older)
    assert list(advert.criteria.values_list("draft", flat=True))[:2] == ["Written elsewhere", "New here"]
    emptied = drafts(advert, "") | {f"initial-{name}": text for name, text in drafts(advert, "Old").items()}
    client.post(of(advert, "statement/"), emptied)
    assert first(advert).draft == ""


def test_too_long_a_draft_is_refused_and_comes_back(sam: User) -> None:
    advert = kept(sam)
    shown = signed_in(sam).post(of(advert, "statement/"), drafts(advert, "x" * 10_001, "Kept here")).content.decode()
    assert "Shorten this to at most 10,000 characters" in shown and "Kept here" in shown
    assert first(advert).draft == ""


def test_the_statement_is_exported_as_text_and_word(sam: User) -> None:
    advert = kept(sam)
    save_statement(advert, {first(advert).pk: "I wrote SQL.\n\nFor \x0b years & <more>."}, now=NOW)
    client = signed_in(sam)
    response = client.get(of(advert, "statement.txt"))
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="statement-senior-information-analyst.txt"'
    )
    text = response.content.decode()
    assert "ESSENTIAL CRITERIA" in text and "I wrote SQL." in text and "(nothing written yet)" in text
    document = Document(io.BytesIO(client.get(of(advert, "statement.docx")).content))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert words.index("Experience of SQL") < words.index("I wrote SQL.") < words.index("Desirable criteria")
    assert "& <more>." in " ".join(words)


# --- Goal, list, deleting, other people -----------------------------------------------------


def test_the_nearest_level_becomes_the_goal(sam: User) -> None:
    advert = kept(sam)
    client = signed_in(sam)
    shown = page(client, of(advert))
    assert 'value="data-analyst"' in shown or 'value="senior-data-analyst"' in shown, "a title and skills of analysts"
    response = client.post(of(advert, "goal/"), {"level": "senior-data-analyst"})
    assert response.headers["Location"] == "/assessment/?goal=senior-data-analyst"
    assessment = assessment_of(sam)
    response = client.post(of(advert, "goal/"), {"level": "senior-data-analyst"})
    assert response.headers["Location"] == "/gap/senior-data-analyst/"
    assert Assessment.objects.get(pk=assessment.pk).goal.slug == "senior-data-analyst"  # type: ignore[union-attr]
    advert.refresh_from_db()
    assert advert.goal and advert.goal.slug == "senior-data-analyst"
    for wrong in ("no-such-level", "\u202e", "x" * 5_000):
        assert client.post(of(advert, "goal/"), {"level": wrong}).status_code == 404


def test_the_list_filters_and_pages(sam: User) -> None:
    client = signed_in(sam)
    assert "You keep no advert yet" in page(client, "/me/adverts/")
    kept(sam)
    Advert.objects.bulk_create(
        Advert(user=sam, title=f"Nurse {n}", text=TEXT, contract="BANK", kept_at=NOW) for n in range(30)
    )
    shown = page(client, "/me/adverts/")
    assert "My adverts: 31" in shown and "page=2" in shown
    assert "My adverts: 1<" in page(client, "/me/adverts/?q=information")
    assert "My adverts: 30" in page(client, "/me/adverts/?contract=BANK")
    assert "No advert fits these filters" in page(client, "/me/adverts/?q=zebra")


def test_the_list_costs_the_same_for_one_advert_as_for_many(sam: User) -> None:
    client = signed_in(sam)
    kept(sam)
    counts = []
    for more in (0, 20):
        Advert.objects.bulk_create(Advert(user=sam, title=f"{n}", text=TEXT, kept_at=NOW) for n in range(more))
        with CaptureQueriesContext(connection) as queries:
            page(client, "/me/adverts/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_an_advert_is_deleted_with_its_drafts(sam: User) -> None:
    advert = kept(sam)
    client = signed_in(sam)
    assert "cannot be brought back" in page(client, of(advert, "delete/"))
    assert client.post(of(advert, "delete/")).status_code == 302
    assert not Advert.objects.exists() and not Criterion.objects.exists()


def test_a_stranger_finds_nothing(sam: User) -> None:
    advert = kept(sam)
    theirs = signed_in(person("stranger@example.org"))
    endings = ("", "job/", "delete/", "criteria/add/", "criteria/1/", "statement/", "statement.txt", "statement.docx")
    for ending in endings:
        assert theirs.get(of(advert, ending)).status_code == 404
    own = kept(User.objects.get(email="stranger@example.org"))
    theirs.post(of(own, "statement/"), drafts(advert, "Not mine"))
    assert first(advert).draft == ""


def test_all_of_it_is_exported_and_erased(sam: User) -> None:
    advert = kept(sam)
    save_statement(advert, {first(advert).pk: "I wrote SQL."}, now=NOW)
    given = str(export(sam, now=NOW))
    assert "Experience of SQL" in given and "I wrote SQL." in given and "Elm House" in given
    erase(sam, now=NOW)
    assert not Advert.objects.exists() and not Criterion.objects.exists() and not CriterionSkill.objects.exists()
