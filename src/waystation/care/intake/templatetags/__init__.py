"""Tags for the console of the help line."""
