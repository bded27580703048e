"""What the office may be told of, and to which alerts it was given."""
