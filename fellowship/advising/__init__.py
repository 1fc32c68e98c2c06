"""What advisers do: the first conversation with each person, and checking during the year that the support holds."""
