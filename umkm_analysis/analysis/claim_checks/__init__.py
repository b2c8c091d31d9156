"""Checks of a public claim against its evidence: agreement, origin, releases, named mistakes."""
