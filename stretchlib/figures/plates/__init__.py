"""Anatomical plates."""
