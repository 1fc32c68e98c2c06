"""Who may do what: a row for every address, held by people of every role against a whole small world."""
