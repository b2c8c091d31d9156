"""Commands that make other files of reports than pages."""
