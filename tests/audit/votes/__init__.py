"""A class of phones votes at once, alone and beside hostile clients: ``python -m tests.audit.votes``."""
