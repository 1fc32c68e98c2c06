"""Letters of mentoring: what a programme's team writes itself."""

from datetime import datetime

from accounts.preferences import stop_url, wants
from mentoring.models.team_letters import TeamLetterTo
from notifications.letters import Drop, Mail, letter

LETTER = "mentoring.team_letter"


@letter(LETTER, title="A letter from the team of your mentoring programme")
def team_letter(row_id: int, now: datetime) -> Mail | Drop:
    """About one of those it goes to."""
    row = TeamLetterTo.objects.select_related("letter__programme", "user").filter(pk=row_id).first()
    if row is None or not row.user.is_active:
        return Drop("The person has left.")
    if not wants(row.user_id, LETTER):
        return Drop("The person does not want this letter.")
    programme = row.letter.programme
    return Mail(
        to=row.user.email,
        template="mentoring/team_letter",
        context={"person": row.user, "letter": row.letter, "programme": programme},
        reply_to=(programme.reply_to,) if programme.reply_to else (),
        unsubscribe_url=stop_url(row.user_id, LETTER),
    )
