"""One turn of one call: find the edition, take the turn, keep it, hand back instructions."""
