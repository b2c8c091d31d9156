"""Decks of slides for PowerPoint: collected from a report's page, drawn with charts that can be edited."""
