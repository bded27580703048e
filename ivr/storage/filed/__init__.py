"""Rows that callers entered: filed with the turn that tells of them, found, listed, corrected, withdrawn."""
