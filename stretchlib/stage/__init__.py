"""The body in the page: scenes as data that Python writes, and the scripts that draw them in any edition."""
