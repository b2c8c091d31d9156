"""The report on procurement shares."""
