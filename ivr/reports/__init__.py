"""Figures for supervisors, each with what it counts and what it leaves out (docs/supervisors/reports.md).

Every report takes a database and a `Choice` of days, hotlines and departments, and raises StorageAway.
"""
