"""The datasets of the open data, with what each column means."""

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from careers.models import (
    Activity,
    Family,
    Framework,
    GlossaryTerm,
    Learning,
    LearningSkill,
    Level,
    Network,
    RecurringEvent,
    Requirement,
    Role,
    Skill,
    StartingPoint,
    StartingPointSkill,
    Statement,
    StatementTarget,
    Synonym,
)
from careers.open_data.columns import Column, Dataset, Kind

_NAME = Column("name", "The name, which may change from edition to edition.", official=True)
_SLUG = Column("slug", "The name in web addresses. It stays when the name changes: use it to follow a row.")
_SUMMARY = Column("summary", "What it is, in our words.")
_OFFICIAL_TEXT = Column(
    "official_text", "The official description (Markdown). Empty until the official download was imported here.",
    official=True,
)  # fmt: skip
_BAND_LOW = Column("band_low", "Typical Agenda for Change band, lower end: our judgement. Empty: not known.")
_BAND_HIGH = Column("band_high", "Typical band, upper end.")
_SOURCE = Column("source_name", "Where the facts were read.")
_CHECKED = Column("last_checked", "The day they were read, as YYYY-MM-DD. Empty: never looked up.", kind=Kind.DATE)
_CONFIDENCE = Column("confidence", "How sure we are: high, medium or low.", kind=Kind.WORD)
_COST = Column("cost_band", "free, funded (someone else pays), paid or unknown.", kind=Kind.WORD)


def _level(name: str, meaning: str, *, official: bool = False) -> Column:
    scale = "1 awareness, 2 working, 3 practitioner, 4 expert."
    return Column(name, f"{meaning} {scale}", kind=Kind.NUMBER, official=official)


def _families(framework: str) -> QuerySet[Family]:
    return Family.objects.live().filter(framework=framework)


def _roles(framework: str) -> QuerySet[Role]:
    return Role.objects.live().filter(family__framework=framework)


def _levels(framework: str) -> QuerySet[Level]:
    return Level.objects.live().filter(role__family__framework=framework)


def _skills(framework: str) -> QuerySet[Skill]:
    return Skill.objects.live().filter(framework=framework)


def _requirements(framework: str) -> QuerySet[Requirement]:
    return Requirement.objects.filter(
        level__retired_at=None, skill__retired_at=None, level__role__family__framework=framework
    )


_STEPS = ("awareness", "working", "practitioner", "expert")

FRAMEWORK_DATASETS = (
    Dataset(
        "families", "Families", "The groups that roles belong to.", _families, ("name", "slug"),
        (_SLUG, _NAME, _SUMMARY),
    ),
    Dataset(
        "roles", "Roles", "Jobs that exist in many organisations.", _roles, ("name", "slug"),
        (
            Column("family", "The family's name.", "family__name", official=True),
            Column("family_slug", "The family's slug.", "family__slug"),
            _SLUG,
            _NAME,
            Column("official_type", "What kind of role the official download calls it, where it does.", official=True),
            _SUMMARY,
            _OFFICIAL_TEXT,
        ),
    ),
    Dataset(
        "levels", "Levels", "The rungs of each role's ladder.", _levels, ("role__name", "order", "slug"),
        (
            Column("role", "The role's name.", "role__name", official=True),
            Column("role_slug", "The role's slug.", "role__slug"),
            _SLUG,
            _NAME,
            Column("order", "Place on the ladder; 1 is the most junior. Partly our judgement.", kind=Kind.NUMBER),
            Column(
                "order_is_known",
                "no: a new level that was placed by how much it asks for, until someone confirms its place.",
                kind=Kind.YES_NO,
            ),
            Column("track", "single; or technical and management where a ladder forks.", kind=Kind.WORD),
            _BAND_LOW,
            _BAND_HIGH,
            Column("band_confidence", "How sure we are of the band: high, medium or low.", kind=Kind.WORD),
            Column("band_basis", "What the band was taken from."),
            Column("registration", "Whether it needs a professional registration: no, sometimes, yes.", kind=Kind.WORD),
            Column("professions", "Which registrations, where it needs one.", kind=Kind.WORDS),
            Column("note", "What else matters about this level."),
            Column("what_changes", "What changes at this level, in our words."),
            _OFFICIAL_TEXT,
        ),
    ),
    Dataset(
        "skills", "Skills", "What people can do, and what each of the four levels means.", _skills, ("name", "slug"),
        (
            _SLUG,
            _NAME,
            Column("area", "The family where an NHS skill mainly belongs."),
            _SUMMARY,
            *(Column(step, f"What {step} looks like, in our words.") for step in _STEPS),
            _OFFICIAL_TEXT,
            *(
                Column(f"official_{step}", f"The official words for {step} (Markdown).", official=True)
                for step in _STEPS
            ),
        ),
    ),
    Dataset(
        "requirements", "Required levels", "Which level needs which skill, and how well.", _requirements,
        ("level__role__name", "level__order", "level__slug", "skill__name", "skill__slug"),
        (
            Column("role", "The role's name.", "level__role__name", official=True),
            Column("level", "The level's name.", "level__name", official=True),
            Column("level_slug", "The level's slug.", "level__slug"),
            Column("skill", "The skill's name.", "skill__name", official=True),
            Column("skill_slug", "The skill's slug.", "skill__slug"),
            _level("required", "Empty where the framework names no level (chief roles).", official=True),
        ),
    ),
)  # fmt: skip

_TARGET = Coalesce("family__name", "role__name", "level__name", "skill__name")
_TARGET_TYPE = Case(
    When(family__isnull=False, then=Value("family")),
    When(role__isnull=False, then=Value("role")),
    When(level__isnull=False, then=Value("level")),
    default=Value("skill"),
)
_STATEMENT_TARGET = Coalesce("family__name", "role__name", "skill__name")
_STATEMENT_TARGET_TYPE = Case(
    When(family__isnull=False, then=Value("family")), When(role__isnull=False, then=Value("role")),
    default=Value("skill"),
)  # fmt: skip
_LIVE_TARGET = Q(family__retired_at=None, role__retired_at=None, skill__retired_at=None)

OUR_DATASETS = (
    Dataset(
        "activities", "Things to do at work", "For every skill, what builds it and what shows that it was done.",
        lambda _: Activity.objects.filter(skill__retired_at=None), ("skill__name", "order"),
        (
            Column("skill", "The skill's name.", "skill__name"),
            Column("order", "Which comes first.", kind=Kind.NUMBER),
            Column("activity", "Something to do."),
            Column("evidence", "What would show that it was done."),
        ),
    ),
    Dataset(
        "starting-points", "Starting points", "Occupations that people come from.",
        lambda _: StartingPoint.objects.filter(retired_at=None), ("title",),
        (
            Column("code", "A short name that stays."),
            _SLUG,
            Column("title", "The occupation."),
            Column("background", "clinical, technical, corporate or new entrant.", kind=Kind.WORD),
            _BAND_LOW,
            _BAND_HIGH,
            Column("profession", "The registration people in it usually hold.", kind=Kind.WORD),
            Column("summary", "What people bring, in our words."),
            Column("first_steps", "What to do first."),
        ),
    ),
    Dataset(
        "starting-point-skills", "What starting points bring", "Skills that people typically bring: our judgement.",
        lambda _: StartingPointSkill.objects.filter(starting_point__retired_at=None),
        ("starting_point__title", "skill__name"),
        (
            Column("starting_point", "The starting point's code.", "starting_point__code"),
            Column("skill", "The skill's name.", "skill__name"),
            _level("typical", "How well."),
        ),
    ),
    Dataset(
        "learning", "Learning", "Courses, programmes, fellowships, apprenticeships, registrations, qualifications.",
        lambda _: Learning.objects.filter(retired_at=None), ("name",),
        (
            _SLUG,
            Column("name", "Its name."),
            Column("kind", "fellowship, leadership, apprenticeship and so on.", kind=Kind.WORD),
            Column("provider", "Who offers it."),
            Column("award_level", "What one holds afterwards."),
            Column("duration", "How long it takes."),
            _COST,
            _SUMMARY,
            Column("backgrounds", "Backgrounds it is open to. Empty: any.", kind=Kind.WORDS),
            Column("band_low", "Open from this band. Empty: not known."),
            Column("band_high", "Open up to this band. Empty: not known, or no limit."),
            Column("professions", "Only for these professions. Empty: not known.", kind=Kind.WORDS),
            Column("nations", "Open in these nations. Empty: not known.", kind=Kind.WORDS),
            Column("areas", "Only in these areas. Empty: not known.", kind=Kind.LIST),
            Column("employer_kinds", "Open to people employed by these. Empty: not known.", kind=Kind.WORDS),
            Column("eligibility_note", "Who may apply, in words."),
            Column("status", "open, closed or unknown.", kind=Kind.WORD),
            _CHECKED, _SOURCE, _CONFIDENCE,
        ),
    ),
    Dataset(
        "learning-skills", "What learning teaches", "Where a typical learner ends up: our judgement.",
        lambda _: LearningSkill.objects.filter(learning__retired_at=None), ("learning__name", "skill__name"),
        (
            Column("learning", "Its name.", "learning__name"),
            Column("learning_slug", "Its slug.", "learning__slug"),
            Column("skill", "The skill's name.", "skill__name"),
            _level("reaches", "The level reached."),
        ),
    ),
    Dataset(
        "networks", "Networks", "Professional networks and bodies.",
        lambda _: Network.objects.filter(retired_at=None), ("name",),
        (
            _SLUG,
            Column("name", "Its name."),
            Column("organiser", "Who runs it."),
            Column("backgrounds", "Backgrounds it is meant for. Empty: any.", kind=Kind.WORDS),
            Column("audience", "Whom it is for."),
            Column("joining", "How to join."),
            _COST,
            Column("founded", "When it began."),
            _SUMMARY, _CHECKED, _SOURCE, _CONFIDENCE,
        ),
    ),
    Dataset(
        "network-families", "Networks by family", "The families of roles a network is close to.",
        lambda _: Network.families.through._default_manager.filter(network__retired_at=None),
        ("network__name", "family__name"),
        (
            Column("network", "The network's name.", "network__name"),
            Column("family", "The family's name.", "family__name"),
        ),
    ),
    Dataset(
        "events", "Events that come round", "Conferences and meetings with their usual month.",
        lambda _: RecurringEvent.objects.filter(retired_at=None), ("name",),
        (
            _SLUG,
            Column("name", "Its name."),
            Column("organiser", "Who runs it."),
            Column("usual_month", "The month it is usually in."),
            Column("city", "Where it usually is."),
            Column("venue", "The building."),
            Column("audience", "Whom it is for."),
            _COST,
            Column("next_date", "The next date, once someone has confirmed it.", kind=Kind.DATE),
            Column("last_known_year", "The last year it is known to have taken place.", kind=Kind.NUMBER),
            Column("status", "open, closed or unknown.", kind=Kind.WORD),
            Column("note", "What else matters."),
            _SUMMARY, _CHECKED, _SOURCE, _CONFIDENCE,
        ),
    ),
    Dataset(
        "synonyms", "Synonyms", "Other words for families, roles, levels and skills.",
        lambda _: Synonym.objects.filter(_LIVE_TARGET, level__retired_at=None), ("term", "pk"),
        (
            Column("term", "The other word."),
            Column("kind", "abbreviation, old name, NHS term or industry term.", kind=Kind.WORD),
            Column("target_type", "family, role, level or skill.", _TARGET_TYPE),
            Column("target", "The name of what it means.", _TARGET),
        ),
    ),
    Dataset(
        "glossary", "Glossary", "Words and abbreviations that newcomers meet.",
        lambda _: GlossaryTerm.objects.filter(retired_at=None), ("term",),
        (
            _SLUG,
            Column("term", "The word."),
            Column("also_known_as", "Other forms of it.", kind=Kind.LIST),
            Column("meaning", "What it means."),
            Column("see_also", "Related words.", kind=Kind.LIST),
        ),
    ),
    Dataset(
        "statements", "Statements", "Sentences a person may choose about what moves them.",
        lambda _: Statement.objects.filter(retired_at=None), ("kind", "code"),
        (
            Column("code", "A short name that stays."),
            Column("kind", "motivation, value or strength.", kind=Kind.WORD),
            Column("statement", "The sentence."),
        ),
    ),
    Dataset(
        "statement-targets", "Where statements point", "Our judgement, not a validated questionnaire.",
        lambda _: StatementTarget.objects.filter(_LIVE_TARGET, statement__retired_at=None),
        ("statement__kind", "statement__code", "pk"),
        (
            Column("statement", "The statement's code.", "statement__code"),
            Column("target_type", "family, role or skill.", _STATEMENT_TARGET_TYPE),
            Column("target", "The name of what it points at.", _STATEMENT_TARGET),
            Column("weight", "1 weakly to 3 strongly.", kind=Kind.NUMBER),
        ),
    ),
)  # fmt: skip


def datasets_of(framework: str) -> tuple[Dataset, ...]:
    """The official framework has its own facts; what is ours alone is published with our edition."""
    return FRAMEWORK_DATASETS if framework == Framework.OFFICIAL else (*FRAMEWORK_DATASETS, *OUR_DATASETS)
