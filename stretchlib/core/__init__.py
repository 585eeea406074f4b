"""What knows nothing of the course: errors, text, numbers, files."""
