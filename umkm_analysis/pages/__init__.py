"""What all pages share: components, tables, charts, claims and the template."""
