"""Reviewing: who may read what, who does, what they gave, where they differ."""
