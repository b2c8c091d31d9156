"""Procurement lines: exports of LKPP's systems read, checked, reconciled and kept as one table in Parquet."""
