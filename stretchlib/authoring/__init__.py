"""What checks and helps a lecturer who adapts the course."""
