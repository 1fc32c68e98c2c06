"""Journeys: telling one's own path, reading it before it is published, asking its person, and what all of them say."""
