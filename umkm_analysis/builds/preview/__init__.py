"""Preview of a notebook's page, made again with every save."""
