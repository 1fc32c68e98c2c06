"""Routes told to a person: every move in words, the picture of the whole, and what closes each gap."""
