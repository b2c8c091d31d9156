"""The overview of a province."""
