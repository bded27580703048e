"""Numbers for which officers are not rung: by whose decision, why, and until when."""
