"""Links that search the public job sites for a title. Which sites is a setting: ``VACANCY_SEARCHES``."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error


@dataclass(frozen=True)
class VacancySearch:
    """The address at which one job site lists its vacancies for a title."""

    site: str
    url: str


def vacancy_searches(title: str) -> list[VacancySearch]:
    """One search for each site of the setting. Nothing is sent anywhere until a person follows the link."""
    query = quote_plus(title)
    sites = (entry.split("|", 1) for entry in settings.VACANCY_SEARCHES)
    return [VacancySearch(site, address.replace("{query}", query)) for site, address in sites]


def check_vacancy_searches(**_: Any) -> list[CheckMessage]:
    """A system check: a site that is written wrongly is found when the portal starts, not by a visitor."""
    faults: list[CheckMessage] = []
    for entry in settings.VACANCY_SEARCHES:
        site, _, address = entry.partition("|")
        url = urlsplit(address)
        if not site.strip() or url.scheme != "https" or not url.netloc or "{query}" not in address:
            faults.append(
                Error(
                    f"VACANCY_SEARCHES holds “{entry}”.",
                    hint="Write each as name|https://address with {query} where the title belongs.",
                    id="careers.E001",
                )
            )
    return faults
