"""Checks of a machine: each says what was found, whether that will do, and what to do where it will not."""
