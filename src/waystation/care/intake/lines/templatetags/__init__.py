"""Tags for pages about lines."""
