"""CSV files that admins bring to a round: decoded, their columns understood, their rows read, previewed, applied."""
