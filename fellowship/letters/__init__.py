"""Letters of fellowships. ``apps.py`` imports each module, which registers its letters."""
