"""The forms of the catalogue's pages, one module per subject: the filters of a list, the questions of a page."""
