"""The horizon: what changes in the field, from staff and from feeds, and a weekly letter about it."""
