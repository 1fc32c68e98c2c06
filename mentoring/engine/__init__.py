"""The matching engine: who is matched with whom, how well, and why. Rules: docs/matching.md.

Nothing here reads the database, the clock or a request.
"""
