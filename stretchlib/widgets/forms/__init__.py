"""What a student fills in: a week, a page, a practice without the timer."""
