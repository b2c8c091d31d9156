"""Book of docs/: its pages that are generated from the program itself, and the build with Sphinx."""
