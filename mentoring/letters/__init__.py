"""Letters of mentoring. ``apps.py`` imports each module, which registers its letters."""
