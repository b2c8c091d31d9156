"""Editions: all tables as they stood at a time, named, kept as one small file, read again and compared."""
