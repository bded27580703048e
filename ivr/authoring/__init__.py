"""From the files of a site to a checked Edition, or to the Problems that say what to put right.

`ivr check` and the server go through the same door (`checking/loading.py`), so that nothing is called good which is not
served. Nothing is loaded here: who reads an edition that was checked once needs nothing of what checks.
"""
