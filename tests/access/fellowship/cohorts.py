"""Cohorts and calls."""

from accounts.models import Programme
from tests.access.rules import ORGANISERS, OWNER_FIRST, OWNERS, OWNERS_GO_ON, POSTED, Rule, only

COHORT = {"uuid": "<cohort>"}
SECTION = {**COHORT, "pk": "<section>"}
QUESTION = {**COHORT, "question": "<question>"}
RULE, SIGNPOST = {**COHORT, "pk": "<rule>"}, {**COHORT, "pk": "<signpost>"}

ROWS: dict[str, Rule] = {
    "fellowship:programme_page": Rule(OWNERS, OWNERS, {"slug": "digital-fellowship"}),
    "fellowship:cohort_list": Rule(only("staff", "owner", "reviewer", "stranger", "superuser")),
    "fellowship:cohort_add": Rule(ORGANISERS, ORGANISERS),
    "fellowship:cohort": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:cohort_edit": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:cohort_copy": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:cohort_check": Rule(OWNERS, arguments=COHORT),
    "fellowship:cohort_move": Rule(POSTED, OWNERS_GO_ON, COHORT),
    "fellowship:day_remove": Rule(POSTED, OWNERS_GO_ON, {**COHORT, "pk": "<day>"}),
    "fellowship:call": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:call_edit": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:call_preview": Rule(OWNERS, arguments=COHORT),
    "fellowship:call_versions": Rule(OWNERS, arguments=COHORT),
    "fellowship:call_publish": Rule(POSTED, OWNERS_GO_ON, COHORT),
    "fellowship:call_time": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:call_numbers": Rule(OWNERS, arguments=COHORT),
    "fellowship:section_edit": Rule(OWNERS, OWNERS, SECTION),
    "fellowship:section_up": Rule(POSTED, OWNERS_GO_ON, SECTION),
    "fellowship:section_delete": Rule(POSTED, OWNERS_GO_ON, SECTION),
    "fellowship:question_add": Rule(OWNERS, OWNERS, SECTION),
    "fellowship:question_edit": Rule(OWNERS, OWNERS, QUESTION),
    "fellowship:question_up": Rule(POSTED, OWNERS_GO_ON, QUESTION),
    "fellowship:question_delete": Rule(POSTED, OWNER_FIRST, QUESTION),
    "fellowship:eligibility": Rule(OWNERS, arguments=COHORT),
    "fellowship:eligibility_try": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:rule_add": Rule(OWNERS, OWNERS, COHORT, "?subject=BAND"),
    "fellowship:rule_edit": Rule(OWNERS, OWNERS, RULE),
    "fellowship:rule_up": Rule(POSTED, OWNERS_GO_ON, RULE),
    "fellowship:rule_remove": Rule(POSTED, OWNER_FIRST, RULE),
    "fellowship:signpost_add": Rule(OWNERS, OWNERS, RULE),
    "fellowship:signpost_edit": Rule(OWNERS, OWNERS, SIGNPOST),
    "fellowship:signpost_remove": Rule(POSTED, OWNER_FIRST, SIGNPOST),
}


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    """What everybody sees of programmes has made what is needed: see programmes.py."""
    return {}
