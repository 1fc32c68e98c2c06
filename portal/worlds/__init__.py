"""Worlds of invented people: for a first look at the portal, for tests, and for measuring it at size."""
