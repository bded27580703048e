"""What is sent out of the house, and what could not be."""
