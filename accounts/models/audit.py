"""The audit trail: who did what, to whom or to what, and when."""

from datetime import datetime
from typing import ClassVar, Self

from django.apps import apps
from django.db import connection, models
from django.utils.text import capfirst

from accounts.models.user import User


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Entries of the audit trail."""

    def about_person(self, user: User) -> Self:
        """What this person did, and what was done to them."""
        return self.filter(models.Q(actor=user) | models.Q(subject=user))

    def actions(self) -> list[str]:
        """What has ever happened, by name. It skips from one to the next in the index: the table grows for ever."""
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH RECURSIVE found(action) AS (SELECT MIN(action) FROM accounts_auditentry UNION ALL "
                "SELECT (SELECT MIN(action) FROM accounts_auditentry WHERE action > found.action) FROM found "
                "WHERE found.action IS NOT NULL) SELECT action FROM found WHERE action IS NOT NULL"
            )
            return [action for (action,) in cursor.fetchall()]

    def since(self, moment: datetime) -> Self:
        return self.filter(at__gte=moment)


class AuditEntry(models.Model):
    """One act. Rows are only ever added: triggers in the database refuse to change or delete one.

    It holds ids and no names, so that an erased person leaves a number behind that leads to nobody. That is also why
    people may be erased although they are named here, and why these columns then stay as they are.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(
        User,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        help_text="Empty: the system.",
    )
    action = models.CharField(max_length=80, help_text="<app>.<what happened>, such as accounts.role_given.")
    subject = models.ForeignKey(
        User, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", help_text="To whom."
    )
    about = models.CharField(max_length=120, blank=True, help_text="To what, such as accounts.programme:5.")
    scope = models.CharField(max_length=120, blank=True, help_text="The programme it belongs to; empty for the site.")
    detail = models.JSONField(default=dict, help_text="Ids, states and counts; no names.")

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name_plural = "audit entries"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at"], name="audit_entry_in_time"),
            models.Index(fields=["action", "-id"], name="audit_entry_of_an_action"),
            models.Index(fields=["scope", "-id"], name="audit_entry_of_a_scope"),
            models.Index(fields=["about", "-id"], name="audit_entry_about", condition=~models.Q(about="")),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.about}".strip()

    @property
    def action_words(self) -> str:
        """ "Role given" for ``accounts.role_given``."""
        return self.action.rpartition(".")[2].replace("_", " ").capitalize()

    @property
    def about_words(self) -> str:
        return words_of(self.about)


def words_of(about: str) -> str:
    """ "Programme role 5" for ``accounts.programmerole:5``. What is no row, such as a letter, stays as it is."""
    label, _, number = about.partition(":")
    try:
        kind = apps.get_model(label)._meta.verbose_name
    except (LookupError, ValueError):
        return about
    return capfirst(f"{kind} {number}")
