"""What can be wrong with an installation, and what mends it: `ivr doctor`, and the list on the desk's system page.

A check is a function of the `Premises` that gives a `Diagnosis`; `checks.py` lists all of them.
"""
