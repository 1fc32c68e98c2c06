"""Calls: their times, their questions in versions, who may still apply, who is eligible."""
