"""What a learner did: the journal, the answers, what is due again, and the learner's own copies."""
