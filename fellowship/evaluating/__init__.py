"""Whether fellows become Skilled, Connected and Inspired: asked before, in the middle, at the end and long after."""
