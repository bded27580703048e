"""The local disk: files written whole or not at all, and what the processes of one machine share."""
