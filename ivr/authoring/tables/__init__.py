"""The CSV files that enquiries look in, as editors write them: read row by row, checked, never kept in an edition."""
