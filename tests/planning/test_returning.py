"""Return codes: unguessable, for 30 days, and forgiving about how they are typed."""

import re

import pytest
from django.test import override_settings

from planning.models import ReturnCode
from planning.returning import ALPHABET, LENGTH, CodeOpensNothing, make_code, open_code
from tests.planning.world import DAY, NOW, assessment_of, person

pytestmark = pytest.mark.django_db


def test_a_code_is_short_to_type_and_long_to_guess() -> None:
    code = make_code(assessment_of(None), now=NOW)
    assert re.fullmatch(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", code)
    assert len(ALPHABET) ** LENGTH > 10**16
    assert not set("0O1IL25S8B6Z") & set(ALPHABET)


def test_the_code_itself_is_not_kept() -> None:
    code = make_code(assessment_of(None), now=NOW)
    row = ReturnCode.objects.get()
    assert code.replace("-", "") not in str(vars(row))


@pytest.mark.parametrize("change", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}. "])
def test_a_code_opens_however_it_is_typed(change: "type[str]") -> None:
    assessment = assessment_of(None)
    code = make_code(assessment, now=NOW)
    opened = open_code(change(code), now=NOW + 29 * DAY)
    assert (opened, opened.seen_at) == (assessment, NOW + 29 * DAY)


def test_it_works_for_30_days() -> None:
    code = make_code(assessment_of(None), now=NOW)
    with pytest.raises(CodeOpensNothing):
        open_code(code, now=NOW + 30 * DAY)


def test_a_new_code_takes_the_place_of_the_old() -> None:
    assessment = assessment_of(None)
    old, new = make_code(assessment, now=NOW), make_code(assessment, now=NOW)
    assert open_code(new, now=NOW) == assessment
    with pytest.raises(CodeOpensNothing):
        open_code(old, now=NOW)


@pytest.mark.parametrize("typed", ["", "AAAA-AAAA-AAAA", "💣", "%00", "A" * 10_000])
def test_other_words_open_nothing(typed: str) -> None:
    make_code(assessment_of(None), now=NOW)
    with pytest.raises(CodeOpensNothing):
        open_code(typed, now=NOW)


def test_a_code_does_not_open_what_belongs_to_an_account() -> None:
    assessment = assessment_of(None)
    code = make_code(assessment, now=NOW)
    assessment.user = person()
    assessment.save()
    with pytest.raises(CodeOpensNothing):
        open_code(code, now=NOW)


def test_codes_outlive_a_change_of_the_key() -> None:
    with override_settings(SECRET_KEY="the key of last year"):
        code = make_code(assessment_of(None), now=NOW)
    with override_settings(SECRET_KEY="the key of this year", SECRET_KEY_FALLBACKS=["the key of last year"]):
        assert open_code(code, now=NOW)
