"""Typeface of the pages, and how its files are made."""
