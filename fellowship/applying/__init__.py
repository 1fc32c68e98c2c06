"""Applying: started, answered bit by bit, checked, handed in, and put right where staff ask for it."""
