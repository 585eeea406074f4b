"""Wrong numbers do not pass: change one number, or take left for right, and something a reader sees changes.

``python -m tests.audit.wrong_numbers data`` goes through every table, ``python -m tests.audit.wrong_numbers code``
through the calculations; both write their tables into ``docs/verification/wrong_numbers.md``.
``test_wrong_number_proof.py`` tests the proof.
"""
