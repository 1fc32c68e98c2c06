"""Choosing whom to take further: the shortlist, and how balanced it is."""
