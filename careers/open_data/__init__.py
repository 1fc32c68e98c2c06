"""Open data: every fact of an edition as CSV and JSON, with each column documented.

``columns`` says how a column is read, named and explained, ``datasets`` what there is, ``documents`` makes the files.
"""
