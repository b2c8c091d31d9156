"""Honest, traceable, offline reports on Indonesia's regions."""
