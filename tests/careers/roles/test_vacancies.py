"""Links to the public job sites."""

import pytest
from pytest_django import Settings

from careers.roles.vacancies import check_vacancy_searches, vacancy_searches


def test_a_title_is_written_into_the_address_of_each_site(settings: Settings) -> None:
    settings.VACANCY_SEARCHES = ["One|https://one.example/?q={query}&page=1", "Two|https://two.example/{query}"]
    found = vacancy_searches("Development & operations (DevOps) engineer")
    title = "Development+%26+operations+%28DevOps%29+engineer"
    assert [(search.site, search.url) for search in found] == [
        ("One", f"https://one.example/?q={title}&page=1"),
        ("Two", f"https://two.example/{title}"),
    ]


def test_the_sites_of_the_project_are_written_well() -> None:
    assert check_vacancy_searches() == []


@pytest.mark.parametrize(
    "entry",
    [
        "no bar https://one.example/{query}",
        "|https://one.example/{query}",
        "One|http://one.example/{query}",
        "One|https://one.example/",
        "One|javascript:alert({query})",
    ],
)
def test_a_site_that_is_written_wrongly_is_found_at_the_start(entry: str, settings: Settings) -> None:
    settings.VACANCY_SEARCHES = [entry]
    (fault,) = check_vacancy_searches()
    assert entry in fault.msg
    assert fault.id == "careers.E001"
