"""Meetings: arranging, holding and remembering them."""
