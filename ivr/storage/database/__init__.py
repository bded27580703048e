"""The database itself: transactions that end in time, on SQLite and PostgreSQL, and its schema."""
