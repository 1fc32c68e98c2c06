"""Interviews: panels with their times, booked by candidates themselves, scored by each who sits on the panel."""
