"""Forms about people, their work and their teams."""
