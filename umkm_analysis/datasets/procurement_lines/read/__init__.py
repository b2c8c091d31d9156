"""Readers of exports: CSV, JSON and XLSX, also in archives, as batches of text."""
