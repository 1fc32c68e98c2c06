"""A cohort for another year: what comes along, and what to look at afterwards."""
