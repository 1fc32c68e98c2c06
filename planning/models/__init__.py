"""Tables of planning, by subject."""
