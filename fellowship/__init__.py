"""Fellowships: calls, applications, cohorts and the year that follows. Nothing is built here yet."""
