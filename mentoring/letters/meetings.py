"""Letters of mentoring: meetings, pairs and how they go on."""
