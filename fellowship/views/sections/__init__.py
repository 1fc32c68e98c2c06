"""What stands on a fellow's own page and on the team's page of a fellow: a list of sections for each, in order.

A subject adds its section by a function in a module of its own here, and a line in the list. Each asks the database a
constant number of times.
"""

from datetime import datetime

from accounts.models import User
from fellowship.models import Fellow
from fellowship.views.sections import following, questionnaires, together, year
from fellowship.views.sections.section import Maker, Section

# For the fellow: what is next comes first.
MINE: tuple[Maker, ...] = (
    year.what_is_next,
    questionnaires.my_questionnaires,
    together.project,
    together.learning_set,
    together.mentors,
    together.after_the_year,
    year.my_record,
    following.ask_for_help,
)
# For the team and the fellow's adviser.
THEIRS: tuple[Maker, ...] = (
    following.how_they_stand,
    together.project,
    year.their_record,
    year.their_support,
)


def sections_for_fellow(fellow: Fellow, now: datetime) -> list[Section]:
    """The sections of the fellow's own page."""
    return [section for make in MINE if (section := make(fellow, fellow.user, now))]


def sections_for_team(fellow: Fellow, reader: User, now: datetime) -> list[Section]:
    """The sections of the page that this member of the team reads."""
    return [section for make in THEIRS if (section := make(fellow, reader, now))]
