"""What changed since an earlier edition: in a box on pages, in their JSON, and in lists of all regions."""
