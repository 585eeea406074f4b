"""The hip model, drawn."""
