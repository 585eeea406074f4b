"""The slides of a class hour, on a screen and on paper."""
