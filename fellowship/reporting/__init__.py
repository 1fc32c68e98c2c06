"""How cohorts go and what they achieved: numbers for those who run them, and for those who pay."""
