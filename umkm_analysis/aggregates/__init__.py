"""Aggregates over procurement lines, written once with Narwhals for every engine: frames in, small pandas tables out.

An engine adds up whole rupiah, counts rows and finds medians, which comes out the same everywhere; shares are then
computed from those sums by the metrics.
"""
