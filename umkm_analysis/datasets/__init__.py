"""The only reader of files: tables held to data/datapackage.json, corrected in data, never in code."""
