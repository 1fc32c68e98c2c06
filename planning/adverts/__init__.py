"""Reads job adverts: what they ask for, word for word, and what they state. No database, no network, no chance."""
