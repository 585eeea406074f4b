"""Where a statement comes from, how sure it is, and what its numbers mean."""
