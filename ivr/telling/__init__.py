"""A call read back, step by step, in words."""
