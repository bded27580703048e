"""Figures by day and hour, summed up from the journal, and read."""
