"""Spanish of the United States and Mexico."""
