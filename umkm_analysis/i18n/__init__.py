"""Translation, formats of numbers and dates, and labels of codes."""
