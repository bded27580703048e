"""Requests that nobody should send, into the application as a server hands them in (WSGI), and what must not follow."""
