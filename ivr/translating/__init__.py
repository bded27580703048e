"""What callers hear, on its way to a translator and back: as PO or XLSX, and into the YAML as it was typed."""
