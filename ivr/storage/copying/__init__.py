"""All rows of one database in another, of whichever kind: to move from one to the other, and to back up."""
