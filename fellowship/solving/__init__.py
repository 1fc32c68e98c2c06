"""The two problems of fellowships that are solved as such: who reads what, and who learns with whom.

Ids, numbers and words go in, and come back; nothing here reads the database, the clock or a request.
"""
