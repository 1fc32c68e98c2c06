"""Tests of copies of cohorts."""
