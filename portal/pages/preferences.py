"""What I want to hear: which letters, and how long before an event I am reminded."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.preferences import REMINDER_TIMES, letters_to_choose, refused_topics, save_choices
from notifications.letters import all_letters


class ContactForm(forms.Form):
    """Ticks for everything that may be stopped. ``wanted`` is what was ticked."""

    mark_optional = False

    def __init__(self, *args: Any, refused: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {time.topic: time.words for time in REMINDER_TIMES}
        label = "When to remind you of events you booked and meetings you agreed"
        self.fields["reminders"] = self._ticks(label, self.offered, refused)
        letters = {letter.name: letter.title for letter in letters_to_choose()}
        if letters:
            self.fields["letters"] = self._ticks("E-mails you get", letters, refused)
        self.offered |= letters

    def _ticks(self, label: str, choices: dict[str, str], refused: Iterable[str]) -> forms.MultipleChoiceField:
        return forms.MultipleChoiceField(
            required=False,
            label=label,
            choices=list(choices.items()),
            initial=[topic for topic in choices if topic not in set(refused)],
            widget=forms.CheckboxSelectMultiple,
        )

    @property
    def wanted(self) -> set[str]:
        return {topic for chosen in self.cleaned_data.values() for topic in chosen}


@require_http_methods(["GET", "HEAD", "POST"])
def contact_preferences(request: HttpRequest) -> HttpResponse:
    """Look at and change what one hears. Reminders ask for it when they are sent, so nothing else has to know."""
    assert isinstance(request.user, User)
    form = ContactForm(request.POST if request.method == "POST" else None, refused=refused_topics(request.user))
    if request.method == "POST" and form.is_valid():
        save_choices(request.user, offered=form.offered, wanted=form.wanted, now=timezone.now())
        messages.success(request, "We keep to what you chose, from the next e-mail on.")
        return redirect("contact_preferences")
    essential = [letter for letter in all_letters() if letter.essential]
    return render(request, "pages/contact_preferences.html", {"form": form, "essential": essential})
