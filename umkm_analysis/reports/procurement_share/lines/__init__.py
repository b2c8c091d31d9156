"""Figures of a region's own procurement lines."""
