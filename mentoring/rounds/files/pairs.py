"""Files about pairs: whom admins put together or keep apart, and scores that came from another way of scoring."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.models import User
from mentoring.engine import MOST_POINTS
from mentoring.models import Bond, GivenScore, Participant, Round, RoundFile
from mentoring.rounds.files.cells import plain
from mentoring.rounds.files.columns import Column
from mentoring.rounds.files.decoding import RowNote, Table
from mentoring.rounds.files.reading import address_in
from mentoring.rounds.files.standing import in_lots

Side = Participant.Side
_KINDS = {
    "pin": Bond.Kind.PIN, "pinned": Bond.Kind.PIN, "together": Bond.Kind.PIN, "match": Bond.Kind.PIN,
    "forbid": Bond.Kind.FORBID, "forbidden": Bond.Kind.FORBID, "apart": Bond.Kind.FORBID, "never": Bond.Kind.FORBID,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two people, by their ids. A bond has a kind and a reason; a score has a number."""

    row: int
    mentee: int
    mentor: int
    kind: str = ""
    reason: str = ""
    score: int = 0


@dataclass(frozen=True, slots=True)
class Pairs:
    """The rows that were understood, what each pair had before (None: nothing), and what is to be said of others."""

    rows: tuple[PairRow, ...]
    notes: tuple[RowNote, ...]
    new: int
    changed: int

    @property
    def errors(self) -> list[RowNote]:
        return [note for note in self.notes if note.is_error]

    @property
    def unchanged(self) -> int:
        return len(self.rows) - self.new - self.changed


def read_pairs(round_: Round, table: Table, kind: str, columns: Mapping[str, str]) -> Pairs:
    """What the rows say of people who take part. A constant number of queries."""
    people = _participants(round_)
    rows: list[PairRow] = []
    notes = list(table.bad)
    seen: dict[tuple[int, int], int] = {}
    for row in table.rows:
        named = zip(table.headings, row.cells, strict=True)
        cells = {columns[heading]: cell for heading, cell in named if columns.get(heading) and cell}
        try:
            found = _pair(row.number, kind, cells, people)
        except ValidationError as wrong:
            notes.extend(RowNote(row.number, sentence) for sentence in wrong.messages)
            continue
        pair = found.mentee, found.mentor
        if pair in seen:
            notes.append(RowNote(row.number, f"Row {seen[pair]} has these two already."))
            continue
        seen[pair] = row.number
        rows.append(found)
    new, changed = _against(round_, kind, rows)
    notes.sort(key=lambda note: note.row)
    return Pairs(tuple(rows), tuple(notes), new, changed)


def _participants(round_: Round) -> dict[tuple[str, str], int]:
    """Ids of who takes part, by address in lower case and side; by all addresses that they have proven."""
    found = {}
    sides: dict[int, list[str]] = {}
    in_it = Participant.objects.filter(round=round_, state=Participant.State.IN)
    for user, email, side in in_it.values_list("user", "user__email", "side"):
        found[email, side] = user
        sides.setdefault(user, []).append(side)
    for ids in in_lots(list(sides)):
        proven = EmailAddress.objects.filter(user__in=ids, verified=True)
        for user, email in proven.values_list("user", "email"):
            found |= {(email.lower(), side): user for side in sides[user]}
    return found


def _pair(number: int, kind: str, cells: Mapping[str, str], people: Mapping[tuple[str, str], int]) -> PairRow:
    ids = []
    for column, side, words in ((Column.MENTEE, Side.MENTEE, "mentee"), (Column.MENTOR, Side.MENTOR, "mentor")):
        email = address_in(cells.get(column, ""))
        if (email, side) not in people:
            raise ValidationError(f"{email} does not take part in this round as a {words}.")
        ids.append(people[email, side])
    if ids[0] == ids[1]:
        raise ValidationError("Mentee and mentor are the same person.")
    if kind == RoundFile.Kind.SCORES:
        text = cells.get(Column.SCORE, "")
        whole = re.fullmatch(r"0*([0-9]{1,5})(\.0)?", text)
        if whole is None or int(whole[1]) > MOST_POINTS:
            raise ValidationError(f"“{text[:40]}” is no score: those are whole numbers from 0 to {MOST_POINTS:,}.")
        return PairRow(number, ids[0], ids[1], score=int(whole[1]))
    bond = _KINDS.get(plain(cells.get(Column.KIND, "")))
    if bond is None:
        raise ValidationError(f"“{cells.get(Column.KIND, '')[:40]}” is neither pin nor forbid.")
    reason = " ".join(cells.get(Column.REASON, "").split())[:300]
    if bond == Bond.Kind.FORBID and not reason:
        raise ValidationError("Keeping two people apart needs a reason.")
    return PairRow(number, ids[0], ids[1], kind=bond, reason=reason)


def _against(round_: Round, kind: str, rows: list[PairRow]) -> tuple[int, int]:
    """How many of the rows are new, and how many change what is there."""
    there = _there(round_, kind)
    new = sum((row.mentee, row.mentor) not in there for row in rows)
    same = sum(there.get((row.mentee, row.mentor)) == _value(kind, row) for row in rows)
    return new, len(rows) - new - same


def _there(round_: Round, kind: str) -> dict[tuple[int, int], object]:
    if kind == RoundFile.Kind.SCORES:
        scores = GivenScore.objects.filter(round=round_).values_list("mentee", "mentor", "score")
        return {(mentee, mentor): score for mentee, mentor, score in scores}
    bonds = Bond.objects.filter(round=round_).values_list("mentee", "mentor", "kind", "reason")
    return {(mentee, mentor): (bond, reason) for mentee, mentor, bond, reason in bonds}


def _value(kind: str, row: PairRow) -> object:
    return row.score if kind == RoundFile.Kind.SCORES else (row.kind, row.reason)


@transaction.atomic
def apply_pairs(round_: Round, kind: str, pairs: Pairs, *, actor: User, now: datetime) -> None:
    """Put the rows into the round. What other pairs have stays. Scores are used from then on."""
    round_ = Round.objects.select_for_update().get(pk=round_.pk)
    there = _there(round_, kind)
    rows = [row for row in pairs.rows if there.get((row.mentee, row.mentor)) != _value(kind, row)]
    if kind == RoundFile.Kind.SCORES:
        GivenScore.objects.bulk_create(
            [GivenScore(round=round_, mentee_id=row.mentee, mentor_id=row.mentor, score=row.score) for row in rows],
            batch_size=1000, update_conflicts=True, unique_fields=["round", "mentee", "mentor"],
            update_fields=["score", "updated_at"],
        )  # fmt: skip
        round_.scores = Round.Scores.GIVEN
        round_.save(update_fields=["scores", "updated_at"])
    else:
        Bond.objects.bulk_create(
            [
                Bond(round=round_, mentee_id=row.mentee, mentor_id=row.mentor, kind=row.kind, reason=row.reason,
                     made_by=actor)
                for row in rows
            ],
            batch_size=1000, update_conflicts=True, unique_fields=["round", "mentee", "mentor"],
            update_fields=["kind", "reason", "made_by", "updated_at"],
        )  # fmt: skip
    if rows:
        audit.record(
            actor=actor, action="mentoring.pairs_imported", about=round_, scope=round_.programme.scope,
            detail={"kind": kind, "rows": len(rows)}, now=now,
        )  # fmt: skip
