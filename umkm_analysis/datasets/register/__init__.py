"""The register of firms that an office keeps: its workbook, read, checked, kept."""
