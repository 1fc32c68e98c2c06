"""What mentoring holds about a person: entries of the registry of personal data."""


def register_personal_data() -> None:
    """Called once, when the app is ready. Erased from the last to the first."""
