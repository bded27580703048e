"""Ratings: what callers answered to the questions of a menu, one row a caller and place."""
