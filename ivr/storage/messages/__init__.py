"""Messages that callers recorded: listed, listened to, and worked on."""
