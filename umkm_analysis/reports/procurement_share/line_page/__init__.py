"""Sections of the procurement report from a region's own lines."""
