"""A storm: calls without end while everything breaks that can, and then a look at whether the record is whole."""
