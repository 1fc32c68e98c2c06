"""The three aims of a fellowship: every activity serves some, and the evaluation measures each."""

from django.db import models


class Aim(models.TextChoices):
    SKILLED = "SKILLED", "Skilled"
    CONNECTED = "CONNECTED", "Connected"
    INSPIRED = "INSPIRED", "Inspired"


WHAT_AIMS_MEAN = {
    Aim.SKILLED: "Fellows can do more than before.",
    Aim.CONNECTED: "Fellows know each other, and people who can move things.",
    Aim.INSPIRED: "Fellows want to go on, and bring others along.",
}
