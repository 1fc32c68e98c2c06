"""What fellowships hold about a person: entries of the registry of personal data, a module for each subject."""
