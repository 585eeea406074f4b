"""How fast and how small, measured; never a timed test. ``python -m tests.audit.speed``."""
