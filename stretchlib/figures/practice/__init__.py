"""Doses, timelines and practice done."""
