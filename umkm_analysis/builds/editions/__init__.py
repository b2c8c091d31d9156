"""Difference of two editions: figures, verdicts and ranks, and the page that shows it."""
