"""Closures and notices, and the hours of the offices."""
