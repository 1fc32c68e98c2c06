"""Deciding: outcomes prepared unseen, released together; offers that expire; the ranked reserve."""
