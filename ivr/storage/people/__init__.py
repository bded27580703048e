"""People of the desk: their accounts, who is signed in, and the audit of what they did."""
