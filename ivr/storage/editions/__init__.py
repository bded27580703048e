"""Editions: served from memory, disk or database; published, waiting, drafted, forgotten."""
