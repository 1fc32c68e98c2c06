"""Watch a role, a family, a course or a network, and be told once when it changes."""
