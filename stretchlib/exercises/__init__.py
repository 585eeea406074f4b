"""Guided practice: sessions, programmes, clinical tests, and the signs that come before any of them."""
