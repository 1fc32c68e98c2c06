"""An app with a letter for tests: real workers in processes of their own must know it too."""
