"""What must leave the house, until it has left, and what became of it."""
