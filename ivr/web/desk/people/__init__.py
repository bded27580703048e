"""Signing in and out, accounts, and the audit of what people did."""
