"""Messages that callers recorded, and listening to them."""
