"""What a reader sees: numbers, sentences, figures, tables and the page around them, in Indonesian."""
