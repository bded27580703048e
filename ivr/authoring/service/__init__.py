"""Rules of good service: what callers are owed, who says so, and how long they wait.

A profile is a file here: each of its limits names its source. The rules that look at them are `rules/service_*.py`.
"""
