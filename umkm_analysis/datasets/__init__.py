"""Tables, registers and procurement lines: the only package that reads data files.

Tables are validated against data/datapackage.json, and corrected in data, never in code.
"""
