"""Studies, chances and answers, drawn."""
