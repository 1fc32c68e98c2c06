"""Files between the moment they are sent and the moment they are confirmed."""

from datetime import datetime, timedelta

from accounts.models import User
from mentoring.models import Round, RoundFile
from mentoring.rounds.files.decoding import decode, table_of

KEPT = timedelta(days=1)


def keep_file(round_: Round, *, kind: str, name: str, content: bytes, actor: User, now: datetime) -> RoundFile:
    """Keep a file to be looked at. Nothing of it is in use yet. Raises FileNotUnderstood."""
    text, is_windows = decode(content)
    table_of(text)
    kept: RoundFile = RoundFile.objects.create(
        round=round_, kind=kind, name=name[-200:], text=text, is_windows=is_windows, sent_by=actor, sent_at=now
    )
    return kept


def forget_files(*, now: datetime) -> int:
    """Delete files that nobody confirmed within a day. Returns how many."""
    return RoundFile.objects.filter(sent_at__lt=now - KEPT).delete()[0]
