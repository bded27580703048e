"""Entries: the rows that callers entered, listed, corrected, taken back."""
