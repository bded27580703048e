"""Sounds for the telephone: converting what a studio delivers, and draft voices made by a machine."""
