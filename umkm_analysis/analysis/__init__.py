"""Figures that several reports work out: growth paths, sectors, claims and their evidence, provenance."""
