"""Builds: plan, staleness, workers and output."""
