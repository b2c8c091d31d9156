"""Imported lines in Parquet, and the engines that read them."""
