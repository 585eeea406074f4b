"""Hip or spine?: an invented person, and what each finding can and cannot tell."""
