"""Invented patients: the form a lecturer fills in, the case, and what a student did in it."""

from __future__ import annotations

from .case import Case, Hypothesis, Move, Reply, Worth, case_faults, case_ids, load_case
from .menu import CaseMenu

__all__ = ["Case", "CaseMenu", "Hypothesis", "Move", "Reply", "Worth", "case_faults", "case_ids", "load_case"]
