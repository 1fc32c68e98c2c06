"""What every app shares and no table stores: base classes, vocabularies, the design system, CSV in and out."""
