"""The questions for a school's own systems."""
