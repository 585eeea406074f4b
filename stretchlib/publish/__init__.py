"""The course outside the notebook: slides for a class, sheets of paper, a page for the phone, a school's systems."""
