"""Single pages: handouts, and the pocket page of a phone."""
