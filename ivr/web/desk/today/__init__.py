"""What needs somebody now: the first page, and the page of the system."""
