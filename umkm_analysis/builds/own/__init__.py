"""Notebooks of a person's own, as reports."""
