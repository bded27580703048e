"""The rules of a call: pure.

Nothing here reads a file, a clock, a database or a network: what a turn needs of the world it asks of the ports
that are handed in. So a whole call runs in microseconds, the same call always goes the same way, and a program can
walk every path of a menu. Whatever breaks this belongs in a room above.
"""
