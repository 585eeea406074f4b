"""Invented patients: the form a lecturer fills in, the case, and what a student did in it."""

from __future__ import annotations

from .case import Case, Hypothesis, Move, Reply, Worth, case_faults, case_ids, load_case

__all__ = ["Case", "Hypothesis", "Move", "Reply", "Worth", "case_faults", "case_ids", "load_case"]
