"""The guided timer."""
