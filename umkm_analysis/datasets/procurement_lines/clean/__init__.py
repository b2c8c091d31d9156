"""Cells of an export as typed, checked columns."""
