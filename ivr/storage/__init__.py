"""The only code that knows SQL: the journal and its projections, the spool, tables, editions, and reading them back."""
