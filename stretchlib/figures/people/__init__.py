"""Whole people, in exercises and clinical tests."""
