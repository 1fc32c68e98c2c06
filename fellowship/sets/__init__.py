"""Action learning sets: proposed by a calculation, changed by hand, told to fellows; meetings and agreed actions."""
