"""The secret behind a person's calendar feed."""

import uuid

from django.db import models

from accounts.models import User
from common.models import BaseModel


class FeedToken(BaseModel):
    """A person's feed. The address holds ``nonce`` with a signature, so that this row alone opens nothing."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="feed_token")
    nonce = models.UUIDField(default=uuid.uuid4, unique=True)

    def __str__(self) -> str:
        return f"Calendar feed {self.pk}"
