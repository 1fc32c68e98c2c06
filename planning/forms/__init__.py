"""Forms of planning, by what they are for."""
