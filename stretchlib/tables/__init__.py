"""From a CSV file to typed rows, in the language that is spoken."""
