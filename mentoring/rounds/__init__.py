"""Rounds of matching: who takes part, runs and their drafts, what admins fix and forbid, publishing."""
