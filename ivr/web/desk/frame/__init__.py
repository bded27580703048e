"""What all pages of the desk stand on: the doors and roles, the person, the languages, how values are shown."""
