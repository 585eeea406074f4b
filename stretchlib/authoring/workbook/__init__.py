"""The workbook of ``edit``: the tables of a subject as one spreadsheet file, and the way back into the course."""
