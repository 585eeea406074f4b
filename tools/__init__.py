"""Developer-side programs; never imported at run time and not part of the wheel."""
