"""Rules for every file that people feed in: nothing personal, no twins of a name, workbooks within limits."""
