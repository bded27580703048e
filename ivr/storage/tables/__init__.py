"""The tables that enquiries look in, and departments' own databases."""
