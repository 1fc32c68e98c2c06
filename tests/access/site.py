"""Pages of the whole site, and those that show several apps at once."""

from tests.access.rules import HAVE_BEGUN, PUBLIC, SIGNED_IN, Rule

LEVEL = {"slug": "<level>"}

ROWS: dict[str, Rule] = {
    "home": PUBLIC,
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "accessibility": PUBLIC,
    "privacy": PUBLIC,
    "cookies": PUBLIC,
    "terms": PUBLIC,
    "contact": PUBLIC,
    "about_data": PUBLIC,
    "sitemap": PUBLIC,
    "robots": PUBLIC,
    "favicon": Rule(get=302),
    "security_txt": PUBLIC,
    "dashboard": Rule(SIGNED_IN),
    "gap_report": Rule(HAVE_BEGUN, arguments=LEVEL, open=True),
    "gap_csv": Rule(HAVE_BEGUN, arguments=LEVEL, open=True),
    "gap_routes": Rule(HAVE_BEGUN, arguments=LEVEL, open=True),
    "manager_request": Rule(HAVE_BEGUN, HAVE_BEGUN, LEVEL),
    "shared_report": Rule(arguments={"secret": "<shared secret>"}),
}
