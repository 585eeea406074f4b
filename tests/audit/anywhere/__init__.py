"""The same course elsewhere: other Pythons, other versions of its packages, locales, time zones, and built twice."""
