"""People who take part: what mentors offer, what mentees wish for, pausing and leaving."""
