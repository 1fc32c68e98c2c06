"""What a team writes to applicants."""

from django import forms

from fellowship.forms.announcing import AnnouncementForm


class ApplicantLetterForm(AnnouncementForm):
    """The words. ``once``: made with the form, so that sending it twice is sending it once."""

    once = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), "Load this page again, then send"),
    )
