"""Menus: what is served and waits, the tree, changing them, publishing."""
