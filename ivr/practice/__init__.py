"""Practising: calls that are rehearsed, at a pretended time, with pretended failures; nothing of it is on record."""
