"""A backup: the database, the state folder and the settings in one file, and a machine made from it."""
