"""Closures and notices: on record, and in force."""
