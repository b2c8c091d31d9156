"""Reports, one folder each; registry.py finds them."""
