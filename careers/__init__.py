"""The public framework: families, roles, levels, skills and learning, and the ways between them."""
