"""An app for workers under test that come as far as storing a draft, and no further."""
