"""The journal in the database; and where an entry goes that the database does not take."""
