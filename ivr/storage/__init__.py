"""What is kept: in the database (the only code that knows SQL), and on the disk beside it. A folder a subject."""
