"""What is forgotten by rule, and the proof that it was."""
