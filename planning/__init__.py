"""Planning: what belongs to one person, from where they stand to what they do next."""
