"""One YAML file as it is written: read with a place for everything, and the slips that keep it from being read."""
