"""The filters of the audit trail."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from accounts.audited import references
from accounts.models import AuditEntry, Programme, User
from accounts.models.audit import words_of
from common.dates import DateField
from common.forms import OneLineField
from common.lists import ListForm


class AuditFilters(ListForm):
    person = OneLineField(
        required=False, max_length=254, label="Person", help_text="Their e-mail address, or an erased account’s number."
    )
    action = forms.ChoiceField(required=False, label="What happened")
    about = OneLineField(
        required=False, max_length=120, label="About", help_text="As the list says it, such as “Event 12”."
    )
    scope = forms.ChoiceField(required=False, label="Programme")
    first_day = DateField(required=False, label="From")
    last_day = DateField(required=False, label="To")

    def __init__(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        words = [(action, AuditEntry(action=action).action_words) for action in AuditEntry.objects.actions()]
        self.fields["action"].choices = [("", "Anything"), *words]  # type: ignore[attr-defined]
        programmes = [(programme.scope, programme.name) for programme in Programme.objects.all()]
        self.fields["scope"].choices = [("", "Any, or none"), *programmes]  # type: ignore[attr-defined]

    def clean_about(self) -> str:
        about: str = self.cleaned_data["about"]
        if about and not references(about):
            raise forms.ValidationError("Write what it is about as the list does, such as “Event 12”")
        return about

    def words_for(self, name: str, value: Any) -> str:
        return words_of(references(value)[0]) if name == "about" else super().words_for(name, value)

    def narrow(self, rows: Any) -> Any:
        if typed := self.given("person"):
            number = typed.casefold().removeprefix("erased account").strip()
            is_number = number.isascii() and number.isdigit() and len(number) <= 18
            person = User(pk=int(number)) if is_number else User.objects.filter(email__iexact=typed).first()
            rows = rows.about_person(person) if person else rows.none()
        if about := self.given("about"):
            rows = rows.filter(about__in=references(about))
        for name in ("action", "scope"):
            if value := self.given(name):
                rows = rows.filter(**{name: value})
        if first := self.given("first_day"):
            rows = rows.filter(at__gte=_moment(first, time.min))
        if last := self.given("last_day"):
            rows = rows.filter(at__lte=_moment(last, time.max))
        return rows


def _moment(day: Any, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
