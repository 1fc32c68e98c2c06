"""What the catalogue holds about a person: who of the staff corrected it."""

from accounts.privacy import goes_with_the_account, register
from careers.models import Correction


def register_personal_data() -> None:
    """Called once, when the app is ready."""
    register(
        Correction,
        "by",
        title="Corrections to the catalogue",
        keeps="The correction for good. Your name is taken off it when your account is deleted.",
        erase=goes_with_the_account,
        fields=("created_at", "object_name", "field"),
    )
