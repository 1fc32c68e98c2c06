"""Who needs somebody to look after their year: counted each half hour, told at once, followed until it is settled."""
