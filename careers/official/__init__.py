"""The official framework: reading its two CSV downloads, and bringing an edition into the catalogue.

``cells`` reads the files, ``download`` understands them, ``matching`` finds who is who, ``importing`` writes,
``proposals`` guesses renames, ``report`` tells what happened.
"""
