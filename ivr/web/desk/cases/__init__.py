"""Cases: the list, and one of them with all that is done about it."""
