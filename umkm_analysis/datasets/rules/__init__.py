"""Rules of single cells and single rows, for the project's tables and for lists that people bring."""
