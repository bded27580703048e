"""What comes in at the carrier's doors: how requests fare, and what may be done only so often."""
