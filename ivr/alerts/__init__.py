"""What an alert says: its words in the reader's language, its links to the desk, and when its time has come. Pure."""
