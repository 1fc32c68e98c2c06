"""Improvement projects: kept by fellows, commented on by advisers, shown to everybody with consent."""
