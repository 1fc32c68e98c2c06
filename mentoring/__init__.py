"""Mentoring: matching people with mentors, and keeping the pairs alive."""
