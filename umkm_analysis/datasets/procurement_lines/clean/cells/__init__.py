"""Reading of single cells: figures, codes, dates, statuses, suppliers and text, as SQL and Arrow expressions."""
