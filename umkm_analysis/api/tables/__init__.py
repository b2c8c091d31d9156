"""Figures of regions as DataFrames: GRDP, sectors, population, procurement, claims, a panel."""
