"""Boundaries of regions that an office imports: reading, checking, simplifying, keeping."""
