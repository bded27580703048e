"""Calls, as the journal tells of them: kept beside it, listed, counted and read back."""
