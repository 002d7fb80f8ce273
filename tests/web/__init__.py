"""Settings, headers, refusals and the command line."""
