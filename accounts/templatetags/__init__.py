"""Template filters for pages about accounts."""
