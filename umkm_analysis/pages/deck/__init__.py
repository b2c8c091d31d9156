"""Slides of a page that are no charts: what was said beside what was found."""
