"""What the carrier is asked over its REST interface: beside calls, never while a caller waits.

Its HTTP client is 4 MB that most workers never need: whoever uses this room imports it when it is used.
"""
