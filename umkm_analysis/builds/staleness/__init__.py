"""Staleness of pages: fingerprints of their inputs, the manifest, and the comparison of both with a plan."""
