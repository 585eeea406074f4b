"""How long the notebooks are, and how high what is worked with in them."""
