"""From an accepted place to a fellow, and how a fellow's year goes on: ready, enrolled, paused, completed."""
