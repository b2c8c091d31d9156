"""What a researcher adds to a notebook, as content of a page: markdown, pictures, tables, text, mathematics."""
