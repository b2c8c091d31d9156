"""Public claims on pages: cards with their verdicts, the section of a report, the table of all."""
