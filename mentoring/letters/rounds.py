"""Letters of mentoring: about rounds."""
