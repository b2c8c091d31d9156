"""Cleaning of exports: typed and validated columns, institutions, repeated rows, and the reconciliation."""
