"""Nuisance calls: numbers for which officers are not rung, decided from a call's page, listed and lifted here."""
