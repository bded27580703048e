"""What the performance figures of the documents are made with; nothing here runs in a hotline."""
