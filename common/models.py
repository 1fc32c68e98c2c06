"""Base classes for tables. ``common`` itself has none."""

from django.db import models


class BaseModel(models.Model):
    """A row that knows when it came and when it last changed."""

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
