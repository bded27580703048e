"""How the office answers cases: by which ways it can, in which words, and the call that joins officer and caller."""
