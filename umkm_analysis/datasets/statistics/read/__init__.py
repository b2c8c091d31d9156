"""Readers of files of statistics: CSV, workbooks, HTML and JSON as grids of cells."""
