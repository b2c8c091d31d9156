"""The report on economic recovery."""
