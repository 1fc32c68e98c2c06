"""Single conversations: times that mentors offer, and booking one."""
