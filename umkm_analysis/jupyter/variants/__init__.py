"""Runs of one notebook that differ in a parameter: what is the same in all of them is run once."""
