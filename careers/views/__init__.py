"""The catalogue's pages, one module per subject."""
