"""Letters of mentoring: to people who take part, about what they asked for and offer."""
