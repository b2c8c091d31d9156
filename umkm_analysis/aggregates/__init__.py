"""Measures over lines, written once with Narwhals for every engine: frames in, small pandas tables out; reads no file.

An engine only adds up whole rupiah and counts rows, which comes out the same everywhere; every share is then made of
those sums by the one library of metrics.
"""
