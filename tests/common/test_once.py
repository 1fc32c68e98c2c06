"""What is sent twice is done once, by each person and form; what was refused may be sent again."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache

from common.once import OnceForm, once

pytestmark = pytest.mark.django_db
ADA, BO = SimpleNamespace(pk=1), SimpleNamespace(pk=2)


class OtherForm(OnceForm):
    pass


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def sent(key: str, form: type[OnceForm] = OnceForm) -> OnceForm:
    made = form({"sent_once": key})
    assert made.is_valid()
    return made


def is_done(form: OnceForm, user: object = ADA) -> bool:
    with once(form, user) as is_first:
        return is_first


def test_the_second_time_is_not_the_first_but_another_page_person_or_form_is() -> None:
    key, another = (OnceForm()["sent_once"].initial for _ in range(2))
    assert [is_done(sent(key)), is_done(sent(key))] == [True, False]
    assert is_done(sent(another)) and is_done(sent(key), BO) and is_done(sent(key, OtherForm))


def test_what_was_refused_may_be_sent_again() -> None:
    key = OnceForm()["sent_once"].initial
    with pytest.raises(ValueError, match="no"), once(sent(key), ADA):
        raise ValueError("no")
    assert is_done(sent(key))


@pytest.mark.parametrize("key", ["", "x", "A" * 32, "0" * 31, "\N{ARABIC-INDIC DIGIT ONE}" * 32])
def test_without_a_key_of_ours_it_is_done_each_time(key: str) -> None:
    assert is_done(sent(key)) and is_done(sent(key))
