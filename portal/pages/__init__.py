"""Pages that put several apps on one page, and pages about the portal itself."""
