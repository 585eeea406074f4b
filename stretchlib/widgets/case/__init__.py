"""A case, played."""
