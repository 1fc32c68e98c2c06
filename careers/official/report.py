"""Tells in words what an import did."""

from collections.abc import Iterator

from careers.official.importing import ImportReport


def told(report: ImportReport) -> Iterator[str]:
    """The lines to print, in the order in which a person needs them."""
    yield from _differences(report)
    yield from _counts(report)
    if report.adopted:
        yield f"Were our own until now and are official from this edition on: {', '.join(report.adopted)}."
    if report.kept_skills:
        yield (
            f"No longer official, but kept because our own roles need them: {', '.join(report.kept_skills)}. "
            "They count as NHS skills from now on."
        )
    if report.unconfirmed:
        yield (
            "The place of these levels is not in the catalogue's order facts. Each stands below the first level that "
            "asks for more on average, until someone confirms it in Django admin or in levels.csv:"
        )
        for level in report.unconfirmed:
            yield f"  {level.role}: {level} (place {level.order})"
    yield from _kept(report)
    if report.proposals:
        yield "Likely renames. Put the right ones into a file and import again with --renames FILE:"
        yield "  kind,old,new,role"
        for proposal in report.proposals:
            yield f"  {proposal.rename.as_csv()}    ({proposal.reason})"
    yield _outcome(report)


def _differences(report: ImportReport) -> Iterator[str]:
    if report.edition.previous is None:
        yield "There is no earlier edition here to compare with."
        return
    yield f"{len(report.changes)} differences from the {report.edition.previous.name} edition:"
    for change in report.changes:
        yield f"  {change}"


def _counts(report: ImportReport) -> Iterator[str]:
    for name, tally in report.written.tallies.items():
        if tally.any():
            yield f"{name}: {tally.added} added, {tally.changed} changed, {tally.retired} retired"


def _kept(report: ImportReport) -> Iterator[str]:
    if report.written.kept:
        yield "Corrected here, so left as they are although the download says otherwise:"
        for row, field in report.written.kept:
            yield f"  {row}: {field}"


def _outcome(report: ImportReport) -> str:
    name = report.edition.name
    if not report.changed_something:
        return f"Nothing has changed: the {name} edition is in the catalogue already."
    if report.dry_run:
        return f"This was a dry run; nothing has changed. Without --dry-run, {name} becomes the current edition."
    return f"{name} is the current edition of the official framework."
