"""What lists and pages of roles show: which fit, levels side by side, what lies around them and builds their skills."""
