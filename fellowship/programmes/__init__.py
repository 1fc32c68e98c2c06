"""What the world reads about programmes, and who acts in their teams."""
