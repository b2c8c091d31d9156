"""Registers of UMKM that offices keep in a spreadsheet: layout, template, reader and store."""
