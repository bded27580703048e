"""Calls: the list, and one of them."""
