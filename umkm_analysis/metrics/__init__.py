"""Metrics: pure functions, pandas in and pandas out, without files, column names or text for readers.

Per cent wherever a person says per cent (growth −3.69, share 68.14); differences of those are percentage
points. Wrong input raises DataError, missing is NaN, nothing is guessed, clipped or filled.
"""
